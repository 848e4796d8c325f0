package io.edgeveil.core.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.edgeveil.core.modulus.Modulus;
import java.util.Locale;

/**
 * How many bits a residue takes on the wire; agreed when a session is opened. The residues are the
 * same either way, and so is how they are written, {@link Residues}.
 *
 * <pre>
 *   packing   k         bits of an element
 *   bytes     16 … 24   24
 *   bytes     25 … 31   32
 *   bits      16 … 31   k
 * </pre>
 */
public enum Packing {
  /** Whole bytes, 3 or 4. The least work. */
  BYTES,
  /** As many bits as the modulus has: the least bytes, for slow links. */
  BITS;

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

  /** Bits of a residue, 16 to 32, as chunk headers say it. */
  public int bits(Modulus modulus) {
    return this == BITS ? modulus.bits() : Byte.SIZE * modulus.bytesPerElement();
  }

  /** Bytes of so many residues, without a header: to whole bytes. */
  public long payloadBytes(Modulus modulus, long elements) {
    return payloadBytes(bits(modulus), elements);
  }

  /** Bytes of so many elements of so many bits. */
  static long payloadBytes(int bits, long elements) {
    return (elements * bits + 7) / Byte.SIZE;
  }

  /** Most elements of so many bits in so many bytes; negative where the bytes are. */
  static long elements(int bits, int payloadBytes) {
    return (long) payloadBytes * Byte.SIZE / bits;
  }

  /** Whether residues ever have so many bits. */
  static boolean isWidth(int bits) {
    return bits >= Modulus.MIN_BITS && bits <= Integer.SIZE;
  }

  /** Its name in messages and on command lines. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
