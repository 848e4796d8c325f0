package io.edgeveil.core.wire;

import io.edgeveil.core.modulus.Modulus;

/** Residues packed into 3 or 4 little-endian bytes each, on the wire and in pad records. */
public final class Residues {
  private Residues() {}

  /**
   * Packs {@code count} residues from {@code residues[from]} on into {@code bytes[at]} on.
   *
   * @param bytesPerElement 3 or 4
   */
  public static void pack(
      int[] residues, int from, int count, int bytesPerElement, byte[] bytes, int at) {
    int b = at;
    for (int i = from; i < from + count; i++) {
      int residue = residues[i];
      bytes[b] = (byte) residue;
      bytes[b + 1] = (byte) (residue >>> 8);
      bytes[b + 2] = (byte) (residue >>> 16);
      if (bytesPerElement == 4) {
        bytes[b + 3] = (byte) (residue >>> 24);
      }
      b += bytesPerElement;
    }
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
    int bytesPerElement = modulus.bytesPerElement();
    int b = at;
    int outside = 0; // sign bit set as soon as one element is out of range
    for (int i = from; i < from + count; i++) {
      int residue = (bytes[b] & 0xff) | (bytes[b + 1] & 0xff) << 8 | (bytes[b + 2] & 0xff) << 16;
      if (bytesPerElement == 4) {
        residue |= bytes[b + 3] << 24;
      }
      outside |= residue | (modulus.prime() - 1 - residue);
      residues[i] = residue;
      b += bytesPerElement;
    }
    if (outside < 0) {
      throw new WireFormatException("an element is not a residue of the modulus " + modulus);
    }
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

  private static int unpack(byte[] bytes, int at, int bytesPerElement) {
    int residue = (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
    return bytesPerElement == 4 ? residue | bytes[at + 3] << 24 : residue;
  }
}
