package io.edgeveil.broker.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bound on what is published and not yet acknowledged, in bytes and in messages. First come,
 * first served: a large message is never overtaken until it starves. One message larger than the
 * whole window may pass when nothing else is in flight.
 *
 * <p>Paho knows a bound in messages alone (the server's receive maximum) and throws at it; this one
 * waits.
 */
final class InFlightWindow {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Object> waiting = new ArrayDeque<>();
  private final long maxBytes;
  private final int maxMessages;
  private long bytes;
  private int messages;
  private boolean shut;

  InFlightWindow(long maxBytes, int maxMessages) {
    this.maxBytes = maxBytes;
    this.maxMessages = maxMessages;
  }

  /**
   * Takes room for one message, waiting for it if need be.
   *
   * @throws ConnectionLostException if the window is shut
   * @throws BrokerTimeoutException if there is no room in time
   */
  void acquire(long messageBytes, Duration timeout)
      throws ConnectionLostException, BrokerTimeoutException, InterruptedException {
    Object ticket = new Object();
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      waiting.addLast(ticket);
      while (!shut && !(waiting.peekFirst() == ticket && hasRoom(messageBytes))) {
        if (left <= 0) {
          throw new BrokerTimeoutException(
              "no room in the window of "
                  + maxBytes
                  + " bytes for "
                  + messageBytes
                  + " bytes after "
                  + timeout.toMillis()
                  + " ms: "
                  + bytes
                  + " bytes in "
                  + messages
                  + " messages are unacknowledged",
              null);
        }
        left = changed.awaitNanos(left);
      }
      if (shut) {
        throw new ConnectionLostException("not connected to the broker any more", null);
      }
      bytes += messageBytes;
      messages++;
    } finally {
      waiting.remove(ticket);
      changed.signalAll();
      lock.unlock();
    }
  }

  /** Gives back the room of one message. */
  void release(long messageBytes) {
    lock.lock();
    try {
      bytes -= messageBytes;
      messages--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses all who wait and all who come. */
  void shut() {
    lock.lock();
    try {
      shut = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is in flight; false if something still is when the time is up. */
  boolean awaitEmpty(Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (messages > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
      return messages == 0;
    } finally {
      lock.unlock();
    }
  }

  /** How many wait for room. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom(long messageBytes) {
    return messages == 0 || (messages < maxMessages && bytes + messageBytes <= maxBytes);
  }
}
