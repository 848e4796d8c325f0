package io.edgeveil.broker;

import java.util.function.LongSupplier;

/**
 * What one device has left of its {@link DeviceQuota}, over all its connections: two buckets that
 * fill steadily and hold a quarter of a second's worth, one message at least. A message that is
 * larger than a full bucket passes when the bucket is full, and leaves it in debt.
 *
 * <p>Safe for use by many threads.
 */
final class Allowance {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BURST_SECONDS = 0.25;

  private final DeviceQuota quota;
  private final LongSupplier nanoTime;
  private final double mostMessages;
  private final double mostBytes;
  private double messages;
  private double bytes;
  private long filledAt;
  private int refusedInARow;

  Allowance(DeviceQuota quota, LongSupplier nanoTime) {
    this.quota = quota;
    this.nanoTime = nanoTime;
    mostMessages = Math.max(1, quota.messagesPerSecond() * BURST_SECONDS);
    mostBytes = quota.bytesPerSecond() * BURST_SECONDS;
    messages = mostMessages;
    bytes = mostBytes;
    filledAt = nanoTime.getAsLong();
  }

  /** Takes a message out, unless it is too much. */
  synchronized boolean take(long messageBytes) {
    fill();
    boolean enough = messages >= 1 && (bytes >= messageBytes || bytes >= mostBytes);
    if (enough) {
      messages -= 1;
      bytes -= messageBytes;
      refusedInARow = 0;
    } else {
      refusedInARow++;
    }
    return enough;
  }

  /** How many messages were refused since the last that was not. */
  synchronized int refusedInARow() {
    return refusedInARow;
  }

  private void fill() {
    long now = nanoTime.getAsLong();
    double seconds = (now - filledAt) / NANOS_PER_SECOND;
    filledAt = now;
    messages = Math.min(mostMessages, messages + seconds * quota.messagesPerSecond());
    bytes = Math.min(mostBytes, bytes + seconds * quota.bytesPerSecond());
  }
}
