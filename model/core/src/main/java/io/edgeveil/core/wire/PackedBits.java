package io.edgeveil.core.wire;

import io.edgeveil.core.modulus.Modulus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Residues of k bits each, without a gap: element i begins at bit i·k, counted from the lowest bit
 * of the first byte. What is left of the last byte is zero.
 *
 * <pre>
 *   k = 20:   byte 0          1               2               3               4
 *             +---------------+-------+-------+---------------+---------------+
 *             |  0: bits 0-7  |  8-15 | 16-19 |               |               |
 *             |               |       |1: 0-3 |  1: bits 4-11 | 1: bits 12-19 |
 *             +---------------+-------+-------+---------------+---------------+
 * </pre>
 */
final class PackedBits {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private PackedBits() {}

  /** Packs {@code count} residues from {@code residues[from]} on into {@code bytes[at]} on. */
  static void pack(int[] residues, int from, int count, int k, byte[] bytes, int at) {
    long waiting = 0; // bits not yet written, the next one lowest
    int bits = 0; // how many: below 32 before each element, so below 63 after it
    int b = at;
    for (int i = from; i < from + count; i++) {
      waiting |= (long) residues[i] << bits;
      bits += k;
      if (bits >= Integer.SIZE) {
        INT.set(bytes, b, (int) waiting);
        b += Integer.BYTES;
        waiting >>>= Integer.SIZE;
        bits -= Integer.SIZE;
      }
    }
    for (; bits > 0; bits -= Byte.SIZE) {
      bytes[b++] = (byte) waiting;
      waiting >>>= Byte.SIZE;
    }
  }

  /**
   * Unpacks {@code count} residues from {@code bytes[at]} on into {@code residues[from]} on.
   *
   * @throws WireFormatException if an element is not below the prime
   */
  static void unpack(byte[] bytes, int at, int count, Modulus modulus, int[] residues, int from)
      throws WireFormatException {
    int k = modulus.bits();
    int keep = (int) ((1L << k) - 1);
    int greatest = modulus.prime() - 1;
    int whole = wholeReads(bytes.length - at, count, k);
    int outside = 0; // sign bit set as soon as one element is out of range
    long bit = 0;
    for (int i = from; i < from + whole; i++) {
      long eight = (long) LONG.get(bytes, at + (int) (bit >>> 3));
      int residue = (int) (eight >>> (bit & 7)) & keep;
      outside |= greatest - residue;
      residues[i] = residue;
      bit += k;
    }
    for (int i = whole; i < count; i++) {
      int residue = element(bytes, at, i, k);
      outside |= greatest - residue;
      residues[from + i] = residue;
    }
    if (outside < 0) {
      throw new WireFormatException("an element is not a residue of the modulus " + modulus);
    }
  }

  /** Whether packing these residues would give these bytes. */
  static boolean matches(int[] residues, int from, int count, int k, byte[] bytes, int at) {
    for (int i = 0; i < count; i++) {
      if (residues[from + i] != element(bytes, at, i, k)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the bits behind the last element are zero. */
  static boolean isPaddedWithZeros(byte[] bytes, int at, int count, int k) {
    int used = (int) ((long) count * k % Byte.SIZE); // of the last byte; 0: all
    int last = at + (int) Packing.payloadBytes(k, count) - 1;
    return used == 0 || (bytes[last] & 0xff) >>> used == 0;
  }

  /** How many elements can be read by eight bytes at once within so many. */
  private static int wholeReads(int payloadBytes, int count, int k) {
    long lastBit = (payloadBytes - Long.BYTES) * 8L + 7;
    return lastBit < 0 ? 0 : (int) Math.min(count, lastBit / k + 1);
  }

  private static int element(byte[] bytes, int at, int i, int k) {
    long bit = (long) i * k;
    int b = at + (int) (bit >>> 3);
    int shift = (int) (bit & 7);
    long some = 0;
    for (int done = 0; done < shift + k; done += Byte.SIZE) {
      some |= (bytes[b++] & 0xffL) << done;
    }
    return (int) (some >>> shift) & (int) ((1L << k) - 1);
  }
}
