package io.edgeveil.linear;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/** Memory outside the Java heap that grows to the largest size asked for; aligned to 64 bytes. */
final class NativeBuffer implements AutoCloseable {
  private static final int ALIGNMENT = 64;

  private BytePointer whole = new BytePointer();
  private BytePointer aligned = new BytePointer();
  private IntPointer ints = new IntPointer();
  private long sizeBytes;

  /** The buffer, at least this long. Its content is lost when it grows. */
  BytePointer atLeast(long bytes) {
    if (bytes > sizeBytes) {
      close();
      whole = new BytePointer(bytes + ALIGNMENT);
      long shift = -whole.address() & (ALIGNMENT - 1);
      aligned = whole.getPointer(shift);
      ints = new IntPointer(aligned);
      sizeBytes = bytes;
    }
    return aligned;
  }

  /** Copies {@code length} ints out, from the index {@code at}, counted in ints. */
  void getInts(long at, int[] to, int length) {
    ints.position(at).get(to, 0, length);
  }

  /** Copies {@code length} ints in, to the index {@code at}, counted in ints. */
  void putInts(int[] from, int first, int length, long at) {
    ints.position(at).put(from, first, length);
  }

  @Override
  public void close() {
    whole.close();
    sizeBytes = 0;
  }
}
