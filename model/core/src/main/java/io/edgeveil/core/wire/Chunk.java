package io.edgeveil.core.wire;

import io.edgeveil.core.modulus.Modulus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * A part of a masked tensor as it travels: a {@link ChunkHeader} and packed residues. Or a seed:
 * the 32-byte key that expands to a whole mask, and a secret; see {@link #seed}.
 *
 * <p>The checksum finds accidents; tampering is the business of the integrity check. A chunk's
 * bytes are sent again as they are when a reply does not come.
 */
public final class Chunk {
  /** The MQTT content type of a chunk. */
  public static final String CONTENT_TYPE = "application/vnd.edgeveil.chunk";

  private final ChunkHeader header;
  private final byte[] bytes;

  private Chunk(ChunkHeader header, byte[] bytes) {
    this.header = header;
    this.bytes = bytes;
  }

  /**
   * Packs {@code header.count()} elements from {@code header.offset()} on.
   *
   * @param residues the whole tensor, read
   * @return a chunk that owns its bytes
   * @throws IllegalArgumentException if the tensor's length is not {@code header.total()}, or the
   *     header is a seed's
   */
  public static Chunk encode(ChunkHeader header, int[] residues) {
    return encode(header, residues, new byte[Math.toIntExact(header.chunkBytes())]);
  }

  /** The same, in an array of the chunk's length that the chunk owns from here on. */
  static Chunk encode(ChunkHeader header, int[] residues, byte[] bytes) {
    if (header.kind() == ChunkHeader.Kind.SEED) {
      throw new IllegalArgumentException("a seed holds a key, no residues");
    }
    if (residues.length != header.total()) {
      throw new IllegalArgumentException(
          "header says " + header.total() + " elements, got " + residues.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    header.writeTo(buffer);
    Residues.pack(
        residues, header.offset(), header.count(), header.bits(), bytes, ChunkHeader.BYTES);
    buffer.putInt(ChunkHeader.CHECKSUM_AT, checksum(bytes));
    return new Chunk(header, bytes);
  }

  /**
   * Writes a mask as its key. The chunk holds the key until {@link #wipe}.
   *
   * @param header made by {@link ChunkHeader#seed}
   * @param key 32 bytes, not all zero; read
   * @return a chunk that owns its bytes
   * @throws IllegalArgumentException if the header is no seed's, or the key has another length or
   *     was wiped
   */
  public static Chunk seed(ChunkHeader header, byte[] key) {
    if (header.kind() != ChunkHeader.Kind.SEED || key.length != header.count()) {
      throw new IllegalArgumentException(
          "a seed wants a seed's header and 32 bytes, got " + header.kind() + ", " + key.length);
    }
    byte[] bytes = new byte[Math.toIntExact(header.chunkBytes())];
    header.writeTo(ByteBuffer.wrap(bytes));
    System.arraycopy(key, 0, bytes, ChunkHeader.BYTES, key.length);
    if (isWiped(bytes)) {
      throw new IllegalArgumentException("the key of a seed was wiped");
    }
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(ChunkHeader.CHECKSUM_AT, checksum(bytes));
    return new Chunk(header, bytes);
  }

  /**
   * Checks everything that can be checked without knowing the layer: length, magic, version,
   * ranges, checksum, zeros behind the last bit.
   *
   * @param bytes retained, not copied
   * @throws WireFormatException naming the first thing that is wrong
   */
  public static Chunk decode(byte[] bytes) throws WireFormatException {
    if (bytes.length < ChunkHeader.BYTES) {
      throw new WireFormatException(
          "a chunk has at least " + ChunkHeader.BYTES + " bytes, got " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    ChunkHeader header = ChunkHeader.readFrom(buffer);
    if (header.chunkBytes() != bytes.length) {
      throw new WireFormatException(
          "chunk header announces " + header.chunkBytes() + " bytes, got " + bytes.length);
    }
    if (buffer.getInt(ChunkHeader.CHECKSUM_AT) != checksum(bytes)) {
      throw new WireFormatException("chunk checksum does not match");
    }
    if (!Residues.isPaddedWithZeros(bytes, ChunkHeader.BYTES, header.count(), header.bits())) {
      throw new WireFormatException("bits behind the last element are not zero");
    }
    if (header.kind() == ChunkHeader.Kind.SEED && isWiped(bytes)) {
      throw new WireFormatException("the key of a seed is all zeros");
    }
    return new Chunk(header, bytes);
  }

  /**
   * Length of the chunk that begins somewhere in an array, by its header; nothing else of it is
   * looked at, nor whether it ends within the array.
   *
   * @throws WireFormatException if no chunk's header begins there
   */
  public static long lengthAt(byte[] bytes, int at) throws WireFormatException {
    if (at < 0 || bytes.length - at < ChunkHeader.BYTES) {
      throw new WireFormatException(
          "a chunk has at least " + ChunkHeader.BYTES + " bytes, got " + (bytes.length - at));
    }
    ByteBuffer header = ByteBuffer.wrap(bytes, at, ChunkHeader.BYTES).slice();
    return ChunkHeader.readFrom(header.order(ByteOrder.LITTLE_ENDIAN)).chunkBytes();
  }

  /** What this is a part of. */
  public ChunkHeader header() {
    return header;
  }

  /** The live bytes to send. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Unpacks the elements into their place in the tensor.
   *
   * @param tensor {@code header.total()} long; the part at {@code header.offset()} is overwritten
   * @throws WireFormatException if an element is not a residue of the modulus, or elements have a
   *     number of bits that no packing gives them
   */
  public void unpackInto(int[] tensor, Modulus modulus) throws WireFormatException {
    int bits = header.bits();
    if (bits != Packing.BITS.bits(modulus) && bits != Packing.BYTES.bits(modulus)) {
      throw new WireFormatException(
          String.format(
              Locale.ROOT,
              "layer %d has elements of %d or %d bits, got %d",
              header.layer(),
              Packing.BITS.bits(modulus),
              Packing.BYTES.bits(modulus),
              bits));
    }
    Residues.unpack(
        bytes, ChunkHeader.BYTES, header.count(), bits, modulus, tensor, header.offset());
  }

  /**
   * The key of a seed: 32 bytes that the caller owns, and is to wipe.
   *
   * @throws IllegalStateException if this is no seed, or was wiped
   */
  public byte[] seedKey() {
    if (header.kind() != ChunkHeader.Kind.SEED || isWiped(bytes)) {
      throw new IllegalStateException("no key in " + this);
    }
    return Arrays.copyOfRange(bytes, ChunkHeader.BYTES, bytes.length);
  }

  /** Overwrites the payload, in the array it was decoded from, too. */
  public void wipe() {
    Arrays.fill(bytes, ChunkHeader.BYTES, bytes.length, (byte) 0);
  }

  private static boolean isWiped(byte[] bytes) {
    int any = 0;
    for (int i = ChunkHeader.BYTES; i < bytes.length; i++) {
      any |= bytes[i];
    }
    return any == 0;
  }

  /** Whether the tensor has these very elements at this place. */
  boolean holds(int[] tensor) {
    return Residues.matches(
        tensor, header.offset(), header.count(), header.bits(), bytes, ChunkHeader.BYTES);
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, ChunkHeader.CHECKSUM_AT);
    crc.update(bytes, ChunkHeader.MICROS_AT, bytes.length - ChunkHeader.MICROS_AT);
    return (int) crc.getValue();
  }

  @Override
  public String toString() {
    return "Chunk[" + header + "]";
  }
}
