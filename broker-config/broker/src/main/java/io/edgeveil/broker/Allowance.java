package io.edgeveil.broker;

import java.util.function.LongSupplier;

/**
 * What one device has left of its {@link DeviceQuota}, over all its connections: two buckets that
 * fill steadily and hold one second's worth. A message that is larger than a full bucket passes
 * when the bucket is full, and leaves it in debt.
 *
 * <p>Safe for use by many threads.
 */
final class Allowance {

  private static final double NANOS_PER_SECOND = 1e9;

  private final DeviceQuota quota;
  private final LongSupplier nanoTime;
  private double messages;
  private double bytes;
  private long filledAt;
  private int refusedInARow;

  Allowance(DeviceQuota quota, LongSupplier nanoTime) {
    this.quota = quota;
    this.nanoTime = nanoTime;
    messages = quota.messagesPerSecond();
    bytes = quota.bytesPerSecond();
    filledAt = nanoTime.getAsLong();
  }

  /** Takes a message out, unless it is too much. */
  synchronized boolean take(long messageBytes) {
    fill();
    boolean enough = messages >= 1 && (bytes >= messageBytes || bytes >= quota.bytesPerSecond());
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
    messages = Math.min(quota.messagesPerSecond(), messages + seconds * quota.messagesPerSecond());
    bytes = Math.min((double) quota.bytesPerSecond(), bytes + seconds * quota.bytesPerSecond());
  }
}
