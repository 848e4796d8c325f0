package io.edgeveil.gateway.serving;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the history, never with the core's lock held.
 *
 * <p>A device's role is on disk before its first layer is computed: a gateway that forgot it could
 * see a mask and, after a restart, what it masks. The highest inferences follow within a second,
 * and when the gateway ends. If it is killed, it may forget that second: then a device that was
 * restored from a backup of before it is not told so. It takes both at once, and an honest gateway;
 * waiting for the disk at every inference would cost more than that is worth.
 */
final class HistoryKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryKeeper.class);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Object lock;
  private final History history;
  private final HistoryStore store;
  private final LongSupplier nanoTime;
  private final Object saving = new Object(); // taken before the core's lock
  private long savedNanos;
  private boolean failed;

  /**
   * Nothing to write yet.
   *
   * @param lock the core's, which guards the history
   */
  HistoryKeeper(Object lock, History history, HistoryStore store, LongSupplier nanoTime) {
    this.lock = lock;
    this.history = history;
    this.store = store;
    this.nanoTime = nanoTime;
    this.savedNanos = nanoTime.getAsLong();
  }

  /**
   * Returns when the device's role is on disk.
   *
   * @throws IOException if it cannot be written
   */
  void requireKept(String device) throws IOException {
    synchronized (lock) {
      if (!history.isNew(device)) {
        return;
      }
    }
    synchronized (saving) {
      synchronized (lock) {
        if (!history.isNew(device)) {
          return; // another thread was faster
        }
      }
      save();
    }
  }

  /** Writes what is new, if the last time is long enough ago. */
  void keep() {
    synchronized (saving) {
      if (nanoTime.getAsLong() - savedNanos >= PAUSE_NANOS) {
        keepNow();
      }
    }
  }

  /** Writes what is new; a failure is logged once, and tried again. */
  void keepNow() {
    synchronized (saving) {
      try {
        save();
        failed = false;
      } catch (IOException e) {
        if (!failed) {
          LOG.error("the history cannot be written; trying on", e);
        }
        failed = true;
      }
    }
  }

  private void save() throws IOException {
    savedNanos = nanoTime.getAsLong();
    List<KnownDevice> changes;
    synchronized (lock) {
      changes = history.takeChanges();
    }
    if (changes == null) {
      return;
    }
    boolean saved = false;
    try {
      store.save(changes);
      saved = true;
    } finally { // whatever ended it
      synchronized (lock) {
        if (saved) {
          history.saved(changes);
        } else {
          history.notSaved();
        }
      }
    }
  }
}
