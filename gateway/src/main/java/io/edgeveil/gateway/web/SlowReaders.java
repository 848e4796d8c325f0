package io.edgeveil.gateway.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends writes to clients that do not read: the thread that writes is interrupted, which closes the
 * channel that it writes to. Safe for use by several threads.
 */
final class SlowReaders {
  private static final Logger LOG = LoggerFactory.getLogger(SlowReaders.class);

  private final Set<Write> writes = ConcurrentHashMap.newKeySet();
  private final long patienceNanos;

  SlowReaders(Duration patience) {
    this.patienceNanos = patience.toNanos();
  }

  /** Writes to a client. */
  interface Writing {
    void write() throws IOException;
  }

  /** One write, by the thread that began it. */
  private static final class Write {
    private final Thread writer = Thread.currentThread();
    private final long sinceNanos = System.nanoTime();
    private boolean over;
    private boolean interrupted;

    synchronized void endIfOlder(long patienceNanos, long nowNanos) {
      if (!over && !interrupted && nowNanos - sinceNanos >= patienceNanos) {
        LOG.debug("a client does not read: its connection is closed");
        interrupted = true;
        writer.interrupt();
      }
    }

    /** A late interrupt must not meet the thread's next work. */
    synchronized void end() {
      over = true;
      if (interrupted) {
        var unused = Thread.interrupted();
      }
    }
  }

  /**
   * Writes.
   *
   * @throws IOException if the client is gone, or was slow
   */
  void watch(Writing writing) throws IOException {
    Write write = new Write();
    writes.add(write);
    try {
      writing.write();
    } finally {
      writes.remove(write);
      write.end();
    }
  }

  /** Ends what takes too long; to be called every now and then. */
  void look() {
    long now = System.nanoTime();
    writes.forEach(write -> write.endIfOlder(patienceNanos, now));
  }
}
