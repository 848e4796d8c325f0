package io.edgeveil.broker;

import com.codahale.metrics.Counter;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HiveMQ's count of the messages it drops, made audible. HiveMQ drops in silence: it counts, and
 * logs details below the level anyone reads; registered under the metric's name before the start,
 * this counter is the one it counts with. Warns at the first loss and at each doubling, so that a
 * flood of losses does not become a flood of lines. What was kept back on purpose, from viewers or
 * beyond a quota, HiveMQ counts, too; here it is no loss.
 */
final class DroppedMessages extends Counter {

  static final String METRIC = "com.hivemq.messages.dropped.count";

  private static final Logger log = LoggerFactory.getLogger(DroppedMessages.class);

  private final AtomicLong withheld = new AtomicLong();

  /** Says that the next message to be counted is one that was kept back on purpose. */
  void expectWithheld() {
    withheld.incrementAndGet();
  }

  private boolean wasWithheld() {
    return withheld.getAndUpdate(expected -> Math.max(0, expected - 1)) > 0;
  }

  @Override
  public void inc(long count) {
    if (count == 1 && wasWithheld()) {
      return;
    }
    long before;
    long after;
    synchronized (this) {
      before = getCount();
      super.inc(count);
      after = before + count;
    }
    if (Long.highestOneBit(after) != Long.highestOneBit(before)) {
      log.warn(
          "the broker has dropped {} messages: a client reads too slowly, or more is in flight than its queue holds"
              + " (set the logger event.message-dropped to DEBUG for which)",
          after);
    }
  }

  @Override
  public void inc() {
    inc(1);
  }
}
