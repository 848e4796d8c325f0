package io.edgeveil.linear;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/** Memory outside the Java heap that grows to the largest size asked for; aligned to 64 bytes. */
final class NativeBuffer implements AutoCloseable {
  private static final int ALIGNMENT = 64;

  private BytePointer whole = new BytePointer();
  private BytePointer aligned = new BytePointer();
  private long sizeBytes;

  /** The buffer, at least this long. Its content is lost when it grows. */
  BytePointer atLeast(long bytes) {
    if (bytes > sizeBytes) {
      close();
      whole = new BytePointer(bytes + ALIGNMENT);
      long shift = -whole.address() & (ALIGNMENT - 1);
      aligned = whole.getPointer(shift);
      sizeBytes = bytes;
    }
    return aligned;
  }

  /** Copies {@code length} ints from the index {@code from}, counted in ints. */
  static void copyInts(BytePointer buffer, long from, int[] to, int length) {
    new IntPointer(buffer).position(from).get(to, 0, length);
  }

  @Override
  public void close() {
    whole.close();
    sizeBytes = 0;
  }
}
