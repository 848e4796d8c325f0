package io.edgeveil.core.wire;

import io.edgeveil.core.modulus.Modulus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Residues packed into 3 or 4 little-endian bytes each, on the wire and in pad records.
 *
 * <p>Of 3 bytes each, eight residues are three words of 8 bytes:
 *
 * <pre>
 *   word 0  | r0 r0 r0 r1 r1 r1 r2 r2 |
 *   word 1  | r2 r3 r3 r3 r4 r4 r4 r5 |
 *   word 2  | r5 r5 r6 r6 r6 r7 r7 r7 |
 * </pre>
 *
 * <p>What does not fill three words, and the last residues, go byte by byte.
 */
public final class Residues {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle HALF_WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int IN_THREE_WORDS = 8;
  private static final long R = 0xff_ffffL;

  private Residues() {}

  /**
   * Packs {@code count} residues from {@code residues[from]} on into {@code bytes[at]} on.
   *
   * @param bytesPerElement 3 or 4
   */
  public static void pack(
      int[] residues, int from, int count, int bytesPerElement, byte[] bytes, int at) {
    requireWidth(bytesPerElement);
    int done =
        bytesPerElement == 3
            ? packThreeBytes(residues, from, count, bytes, at)
            : packFourBytes(residues, from, count, bytes, at);
    for (int i = done; i < count; i++) {
      for (int b = 0; b < bytesPerElement; b++) {
        bytes[at + i * bytesPerElement + b] = (byte) (residues[from + i] >>> (b * Byte.SIZE));
      }
    }
  }

  private static int packFourBytes(int[] residues, int from, int count, byte[] bytes, int at) {
    for (int i = 0; i < count; i++) {
      HALF_WORD.set(bytes, at + Integer.BYTES * i, residues[from + i]);
    }
    return count;
  }

  /** Returns how many it packed. */
  private static int packThreeBytes(int[] residues, int from, int count, byte[] bytes, int at) {
    int groups = count / IN_THREE_WORDS;
    for (int g = 0; g < groups; g++) {
      int r = from + IN_THREE_WORDS * g;
      int b = at + 3 * Long.BYTES * g;
      long r2 = residues[r + 2];
      long r5 = residues[r + 5];
      WORD.set(bytes, b, residues[r] | (long) residues[r + 1] << 24 | r2 << 48);
      WORD.set(
          bytes,
          b + Long.BYTES,
          r2 >>> 16 | (long) residues[r + 3] << 8 | (long) residues[r + 4] << 32 | r5 << 56);
      WORD.set(
          bytes,
          b + 2 * Long.BYTES,
          r5 >>> 8 | (long) residues[r + 6] << 16 | (long) residues[r + 7] << 40);
    }
    return groups * IN_THREE_WORDS;
  }

  /**
   * Unpacks {@code count} residues of a modulus, at its own width, from {@code bytes[at]} on into
   * {@code residues[from]} on.
   *
   * @throws WireFormatException if an element is not below the prime
   */
  public static void unpack(
      byte[] bytes, int at, int count, Modulus modulus, int[] residues, int from)
      throws WireFormatException {
    int width = modulus.bytesPerElement();
    int done =
        width == 3
            ? unpackThreeBytes(bytes, at, count, residues, from)
            : unpackFourBytes(bytes, at, count, residues, from);
    for (int i = done; i < count; i++) {
      residues[from + i] = unpack(bytes, at + i * width, width);
    }
    int greatest = modulus.prime() - 1;
    int outside = 0; // sign bit set as soon as one element is out of range
    for (int i = 0; i < count; i++) {
      outside |= residues[from + i] | (greatest - residues[from + i]);
    }
    if (outside < 0) {
      throw new WireFormatException("an element is not a residue of the modulus " + modulus);
    }
  }

  private static int unpackFourBytes(byte[] bytes, int at, int count, int[] residues, int from) {
    for (int i = 0; i < count; i++) {
      residues[from + i] = (int) HALF_WORD.get(bytes, at + Integer.BYTES * i);
    }
    return count;
  }

  /** Returns how many it unpacked. */
  private static int unpackThreeBytes(byte[] bytes, int at, int count, int[] residues, int from) {
    int groups = count / IN_THREE_WORDS;
    for (int g = 0; g < groups; g++) {
      int b = at + 3 * Long.BYTES * g;
      int r = from + IN_THREE_WORDS * g;
      long word0 = (long) WORD.get(bytes, b);
      long word1 = (long) WORD.get(bytes, b + Long.BYTES);
      long word2 = (long) WORD.get(bytes, b + 2 * Long.BYTES);
      residues[r] = (int) (word0 & R);
      residues[r + 1] = (int) (word0 >>> 24 & R);
      residues[r + 2] = (int) ((word0 >>> 48 | word1 << 16) & R);
      residues[r + 3] = (int) (word1 >>> 8 & R);
      residues[r + 4] = (int) (word1 >>> 32 & R);
      residues[r + 5] = (int) ((word1 >>> 56 | word2 << 8) & R);
      residues[r + 6] = (int) (word2 >>> 16 & R);
      residues[r + 7] = (int) (word2 >>> 40);
    }
    return groups * IN_THREE_WORDS;
  }

  /** Whether packing these residues would give these bytes. */
  static boolean matches(
      int[] residues, int from, int count, int bytesPerElement, byte[] bytes, int at) {
    for (int i = 0; i < count; i++) {
      if (residues[from + i] != unpack(bytes, at + i * bytesPerElement, bytesPerElement)) {
        return false;
      }
    }
    return true;
  }

  private static void requireWidth(int bytesPerElement) {
    if (bytesPerElement != 3 && bytesPerElement != 4) {
      throw new IllegalArgumentException("a residue has 3 or 4 bytes, got " + bytesPerElement);
    }
  }

  private static int unpack(byte[] bytes, int at, int bytesPerElement) {
    int residue = (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
    return bytesPerElement == 4 ? residue | bytes[at + 3] << 24 : residue;
  }
}
