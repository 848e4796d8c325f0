package io.edgeveil.sensor.watch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The queue between camera and inference: bounded, first in, first out. */
final class WaitingPictures {
  private final int capacity;
  private final WhenFull whenFull;
  private final Deque<Capture> waiting = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean ended;

  /**
   * Room for so many.
   *
   * @throws IllegalArgumentException if that is not at least 1
   */
  WaitingPictures(int capacity, WhenFull whenFull) {
    if (capacity < 1) {
      throw new IllegalArgumentException("room for at least 1 picture, got " + capacity);
    }
    this.capacity = capacity;
    this.whenFull = whenFull;
  }

  /**
   * Puts one in; after the {@link #end} it comes straight back.
   *
   * @return which one had to go for it, if any
   */
  Optional<Capture> put(Capture capture) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (whenFull == WhenFull.WAIT && waiting.size() == capacity && !ended) {
        changed.await();
      }
      if (ended) {
        return Optional.of(capture);
      }
      Optional<Capture> dropped =
          waiting.size() == capacity ? Optional.of(waiting.removeFirst()) : Optional.empty();
      waiting.addLast(capture);
      changed.signalAll();
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the one that has waited longest.
   *
   * @return none if none comes in time, or at all
   */
  Optional<Capture> take(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      Optional<Capture> next = Optional.ofNullable(waiting.pollFirst());
      changed.signalAll();
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** No more will be put in. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends, and takes all that are left. */
  List<Capture> endAndTakeAll() {
    lock.lock();
    try {
      end();
      List<Capture> left = List.copyOf(waiting);
      waiting.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Whether none is there and none will come. */
  boolean isOver() {
    lock.lock();
    try {
      return ended && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
