package io.edgeveil.gateway.serving;

import java.time.Duration;

/**
 * What one gateway gives at most.
 *
 * @param sessionsPerDevice open at once; one more closes the device's least recently used
 * @param sessions open at once in all; one more is refused
 * @param bytesPerDevice of pending tensors and their results
 * @param bytes of pending tensors and their results in all
 * @param chunkBytes largest chunk, header included
 * @param tensorTimeout from a tensor's first chunk to its last; also how long a served tensor is
 *     kept to compare late chunks with
 * @param sessionTimeout without a chunk
 * @param historyEntries tensors whose digest is remembered, and pad files whose highest inference
 *     is
 */
public record Limits(
    int sessionsPerDevice,
    int sessions,
    long bytesPerDevice,
    long bytes,
    int chunkBytes,
    Duration tensorTimeout,
    Duration sessionTimeout,
    int historyEntries) {

  private static final int CHUNK_BYTES = 1 << 20;
  private static final int HISTORY_ENTRIES = 1 << 16;

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a limit is below 1
   */
  public Limits {
    if (sessionsPerDevice < 1
        || sessions < 1
        || bytesPerDevice < 1
        || bytes < 1
        || chunkBytes < 1
        || tensorTimeout.isNegative()
        || tensorTimeout.isZero()
        || sessionTimeout.isNegative()
        || sessionTimeout.isZero()
        || historyEntries < 1) {
      throw new IllegalArgumentException("every limit must be above 0");
    }
  }

  /** A third of the heap for tensors, a third of that for one device; half a minute a tensor. */
  public static Limits forHeap(long heapBytes) {
    return new Limits(
        16,
        4096,
        heapBytes / 9,
        heapBytes / 3,
        CHUNK_BYTES,
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        HISTORY_ENTRIES);
  }
}
