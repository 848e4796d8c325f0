package io.edgeveil.sensor.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One direction of a connection over a {@link Link}. Bytes go onto the link one piece after the
 * other, no faster than it takes them, and come out half a round trip later.
 *
 * <p>As many bytes as fill the link for a round trip, and a buffer besides, are taken in before the
 * first come out; whoever sends more waits, as in front of a full router. Two threads work it, one
 * at each end; it allocates nothing while it runs.
 */
final class Lane {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int LEAST_PIECE_BYTES = 1448; // what an Ethernet frame holds
  private static final int MOST_PIECE_BYTES = 1 << 14;

  private static final int END = -1;

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private final Link link;
  private final InputStream in;
  private final OutputStream out;
  private final byte[][] pieces; // a ring
  private final int[] lengths;
  private final long[] dueNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long taken; // pieces taken in so far
  private long given; // pieces given out so far
  private boolean ended; // nothing is given out any more

  Lane(Link link, InputStream in, OutputStream out) {
    this.link = link;
    this.in = in;
    this.out = out;
    // about a millisecond's worth, so that a piece is not noticed as one
    long millisecond = link.bitsPerSecond() / 8000;
    int pieceBytes = (int) Math.min(MOST_PIECE_BYTES, Math.max(LEAST_PIECE_BYTES, millisecond));
    int count = Math.toIntExact((link.roundTripBytes() + BUFFER_BYTES) / pieceBytes + 1);
    pieces = new byte[count][pieceBytes];
    lengths = new int[count];
    dueNanos = new long[count];
  }

  /** Takes in until the sender's end. */
  void takeIn() throws InterruptedException {
    long freeNanos = System.nanoTime(); // when the link has taken all before
    long oneWayNanos = link.roundTrip().toNanos() / 2;
    while (true) {
      int slot = freeSlot();
      if (slot == END) {
        return;
      }
      int length = read(pieces[slot]);
      if (length > 0) {
        freeNanos = Math.max(freeNanos, System.nanoTime()) + link.transmissionNanos(length);
      }
      lock.lock();
      try {
        lengths[slot] = length;
        dueNanos[slot] = freeNanos + oneWayNanos;
        taken++;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      if (length == END) {
        return;
      }
    }
  }

  /** A connection that is torn ends like one that is closed. */
  private int read(byte[] piece) {
    try {
      return in.read(piece);
    } catch (IOException e) {
      LOG.debug("a connection over the link is torn", e);
      return END;
    }
  }

  private int freeSlot() throws InterruptedException {
    lock.lock();
    try {
      while (taken - given == pieces.length && !ended) {
        changed.await();
      }
      return ended ? END : (int) (taken % pieces.length);
    } finally {
      lock.unlock();
    }
  }

  /** Gives out, each piece when it is due, until the sender's end, or the receiver's. */
  void giveOut() throws IOException, InterruptedException {
    try {
      giveOutAll();
    } finally {
      lock.lock();
      try {
        ended = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void giveOutAll() throws IOException, InterruptedException {
    while (true) {
      int slot = fullSlot();
      if (lengths[slot] == END) {
        return;
      }
      awaitDue(dueNanos[slot]);
      out.write(pieces[slot], 0, lengths[slot]);
      lock.lock();
      try {
        given++;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private int fullSlot() throws InterruptedException {
    lock.lock();
    try {
      while (taken == given) {
        changed.await();
      }
      return (int) (given % pieces.length);
    } finally {
      lock.unlock();
    }
  }

  private static void awaitDue(long nanos) throws InterruptedException {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException("the link is closed");
      }
    }
  }
}
