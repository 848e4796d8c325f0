package io.edgeveil.core.wire;

import io.edgeveil.core.modulus.Modulus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Residues of so many bits each, 16 to 32, without a gap, on the wire and in pad records: element i
 * begins at bit i·bits, counted from the lowest bit of the first byte. What is left of the last
 * byte is zero. So 24 and 32 bits are 3 and 4 bytes, little-endian.
 *
 * <pre>
 *   20 bits:  byte 0          1               2               3               4
 *             +---------------+-------+-------+---------------+---------------+
 *             |  0: bits 0-7  |  8-15 | 16-19 |               |               |
 *             |               |       |1: 0-3 |  1: bits 4-11 | 1: bits 12-19 |
 *             +---------------+-------+-------+---------------+---------------+
 * </pre>
 *
 * <p>24 bits are the common case and have loops of their own: eight residues are three words of 8
 * bytes.
 *
 * <pre>
 *   word 0  | r0 r0 r0 r1 r1 r1 r2 r2 |
 *   word 1  | r2 r3 r3 r3 r4 r4 r4 r5 |
 *   word 2  | r5 r5 r6 r6 r6 r7 r7 r7 |
 * </pre>
 */
public final class Residues {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int THREE_BYTES = 24;
  private static final int IN_THREE_WORDS = 8;
  private static final long R = 0xff_ffffL;

  private Residues() {}

  /**
   * Packs {@code count} residues from {@code residues[from]} on into {@code bytes[at]} on.
   *
   * @param bits of an element, 16 to 32, as {@link Packing#bits} gives them
   */
  public static void pack(int[] residues, int from, int count, int bits, byte[] bytes, int at) {
    if (!Packing.isWidth(bits)) {
      throw new IllegalArgumentException("a residue has 16 to 32 bits, got " + bits);
    }
    int done = bits == THREE_BYTES ? packThreeBytes(residues, from, count, bytes, at) : 0;
    long waiting = 0; // bits not yet written, the next one lowest
    int have = 0; // how many: below 32 before each element, so below 64 after it
    int b = at + done * bits / Byte.SIZE;
    for (int i = from + done; i < from + count; i++) {
      waiting |= (residues[i] & 0xffff_ffffL) << have;
      have += bits;
      if (have >= Integer.SIZE) {
        INT.set(bytes, b, (int) waiting);
        b += Integer.BYTES;
        waiting >>>= Integer.SIZE;
        have -= Integer.SIZE;
      }
    }
    for (; have > 0; have -= Byte.SIZE) {
      bytes[b++] = (byte) waiting;
      waiting >>>= Byte.SIZE;
    }
  }

  /** Returns how many it packed. */
  private static int packThreeBytes(int[] residues, int from, int count, byte[] bytes, int at) {
    int groups = count / IN_THREE_WORDS;
    for (int g = 0; g < groups; g++) {
      int r = from + IN_THREE_WORDS * g;
      int b = at + 3 * Long.BYTES * g;
      long r2 = residues[r + 2];
      long r5 = residues[r + 5];
      LONG.set(bytes, b, residues[r] | (long) residues[r + 1] << 24 | r2 << 48);
      LONG.set(
          bytes,
          b + Long.BYTES,
          r2 >>> 16 | (long) residues[r + 3] << 8 | (long) residues[r + 4] << 32 | r5 << 56);
      LONG.set(
          bytes,
          b + 2 * Long.BYTES,
          r5 >>> 8 | (long) residues[r + 6] << 16 | (long) residues[r + 7] << 40);
    }
    return groups * IN_THREE_WORDS;
  }

  /**
   * Unpacks {@code count} residues of a modulus from {@code bytes[at]} on into {@code
   * residues[from]} on.
   *
   * @param bits of an element, as packed
   * @throws WireFormatException if an element is not below the prime
   */
  public static void unpack(
      byte[] bytes, int at, int count, int bits, Modulus modulus, int[] residues, int from)
      throws WireFormatException {
    int done = bits == THREE_BYTES ? unpackThreeBytes(bytes, at, count, residues, from) : 0;
    int keep = (int) ((1L << bits) - 1);
    int whole = Math.max(done, wholeReads(bytes.length - at, count, bits));
    long bit = (long) done * bits;
    for (int i = from + done; i < from + whole; i++) {
      long eight = (long) LONG.get(bytes, at + (int) (bit >>> 3));
      residues[i] = (int) (eight >>> (bit & 7)) & keep;
      bit += bits;
    }
    for (int i = whole; i < count; i++) {
      residues[from + i] = element(bytes, at, i, bits);
    }
    int greatest = modulus.prime() - 1;
    int outside = 0; // sign bit set as soon as one element is out of range
    for (int i = from; i < from + count; i++) {
      outside |= residues[i] | (greatest - residues[i]);
    }
    if (outside < 0) {
      throw new WireFormatException("an element is not a residue of the modulus " + modulus);
    }
  }

  /** Returns how many it unpacked. */
  private static int unpackThreeBytes(byte[] bytes, int at, int count, int[] residues, int from) {
    int groups = count / IN_THREE_WORDS;
    for (int g = 0; g < groups; g++) {
      int b = at + 3 * Long.BYTES * g;
      int r = from + IN_THREE_WORDS * g;
      long word0 = (long) LONG.get(bytes, b);
      long word1 = (long) LONG.get(bytes, b + Long.BYTES);
      long word2 = (long) LONG.get(bytes, b + 2 * Long.BYTES);
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
  static boolean matches(int[] residues, int from, int count, int bits, byte[] bytes, int at) {
    for (int i = 0; i < count; i++) {
      if (residues[from + i] != element(bytes, at, i, bits)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the bits behind the last element are zero. */
  static boolean isPaddedWithZeros(byte[] bytes, int at, int count, int bits) {
    int used = (int) ((long) count * bits % Byte.SIZE); // of the last byte; 0: all
    int last = at + (int) Packing.payloadBytes(bits, count) - 1;
    return used == 0 || (bytes[last] & 0xff) >>> used == 0;
  }

  /** How many elements can be read by eight bytes at once within so many bytes. */
  private static int wholeReads(int payloadBytes, int count, int bits) {
    long lastBit = (payloadBytes - Long.BYTES) * 8L + 7;
    return lastBit < 0 ? 0 : (int) Math.min(count, lastBit / bits + 1);
  }

  private static int element(byte[] bytes, int at, int i, int bits) {
    long bit = (long) i * bits;
    int b = at + (int) (bit >>> 3);
    int shift = (int) (bit & 7);
    long some = 0;
    for (int done = 0; done < shift + bits; done += Byte.SIZE) {
      some |= (bytes[b++] & 0xffL) << done;
    }
    return (int) (some >>> shift) & (int) ((1L << bits) - 1);
  }
}
