package io.edgeveil.core.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.edgeveil.core.modulus.Modulus;
import java.util.Locale;

/**
 * How residues are written one behind the other in the chunks of a session; agreed when it is
 * opened. The residues are the same either way.
 *
 * <p>A chunk header's <i>size</i> says how long an element is: up to 4 it counts bytes, above that
 * bits.
 *
 * <pre>
 *   packing   k         size   an element is
 *   bytes     16 … 24   3      3 bytes, little-endian
 *   bytes     25 … 31   4      4 bytes, little-endian
 *   bits      16 … 31   k      k bits, the lowest first, without a gap to the next element
 * </pre>
 */
public enum Packing {
  /** Whole bytes: 3 or 4 an element. The least work. */
  BYTES,
  /** As many bits as the modulus has: the least bytes, for slow links. */
  BITS;

  private static final int MAX_BYTES = 4;

  /**
   * The packing of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Packing of(String name) {
    for (Packing packing : values()) {
      if (packing.toString().equals(name)) {
        return packing;
      }
    }
    throw new IllegalArgumentException("packing is bytes or bits, got another word");
  }

  /** The size of a residue, as chunk headers say it: 3 or 4 bytes, or 16 to 31 bits. */
  public int size(Modulus modulus) {
    return this == BITS ? modulus.bits() : modulus.bytesPerElement();
  }

  /** Bytes of so many residues, without a header: to whole bytes. */
  public long payloadBytes(Modulus modulus, long elements) {
    return payloadBytes(size(modulus), elements);
  }

  /** Bytes of so many elements of a size. */
  static long payloadBytes(int size, long elements) {
    return (elements * bits(size) + 7) / 8;
  }

  /** Most elements of a size in so many bytes; negative where the bytes are. */
  static long elements(int size, int payloadBytes) {
    return payloadBytes * 8L / bits(size);
  }

  /** Whether an element of this size is a number of bits, not of bytes. */
  public static boolean isBits(int size) {
    return size > MAX_BYTES;
  }

  /** Whether residues are ever of this size. */
  static boolean isSize(int size) {
    return size == 3 || size == 4 || (size >= Modulus.MIN_BITS && size <= Modulus.MAX_BITS);
  }

  /** For example {@code 20 bits}. */
  static String describe(int size) {
    return size + (isBits(size) ? " bits" : " bytes");
  }

  private static int bits(int size) {
    return isBits(size) ? size : Byte.SIZE * size;
  }

  /** Its name in messages and on command lines. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
