package io.edgeveil.core.wire;

import io.edgeveil.core.mask.MaskStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The fixed start of every chunk: which part of which tensor follows. Little-endian.
 *
 * <pre>
 *  byte  0    1    2    3    4    5    6    7    8 … 15
 *       +-------------------+----+----+----+----+---------------------+
 *     0 | 'E' 'V' 'C' 'H'   | v1 |kind|bits|  0 | session             |
 *       +-------------------+----+----+----+----+---------------------+
 *    16 | inference                             | model digest prefix |
 *       +---------+---------+---------+---------+----------+----------+
 *    32 | layer   | chunk n | of m    |    0    | offset   |    0     |
 *       +---------+---------+---------+---------+----------+----------+
 *    48 | count             | total             | CRC-32C  | micros   |
 *       +-------------------+-------------------+----------+----------+
 *    64 | count residues of so many bits each, in NCHW order; zero bits to a whole byte
 * </pre>
 *
 * <p>kind: 1 request, 2 reply, 3 seed. bits: of an element, 16 to 32, by the session's {@link
 * Packing}; they are written as {@link Residues} says. offset, count and total are in elements.
 * Each chunk's elements begin with a byte of their own. The CRC-32C is over all other bytes of the
 * chunk, payload included.
 *
 * <p>A seed is another way to write the tensor of a request: the key that {@link
 * io.edgeveil.core.mask.MaskStream} expands to the layer's residues. Its elements are the key's
 * bytes, all in one chunk, and the answer is a reply of the session's packing:
 *
 * <pre>
 *  byte  0    1    2    3    4    5    6    7    8 … 15
 *       +-------------------+----+----+----+----+---------------------+
 *     0 | 'E' 'V' 'C' 'H'   | v1 |  3 |  8 |  0 | session             |
 *       +-------------------+----+----+----+----+---------------------+
 *    16 | inference                             | model digest prefix |
 *       +---------+---------+---------+---------+----------+----------+
 *    32 | layer   |    0    |    1    |    0    |    0     |    0     |
 *       +---------+---------+---------+---------+----------+----------+
 *    48 |        32         |        32         | CRC-32C  |    0     |
 *       +-------------------+-------------------+----------+----------+
 *    64 | mask key, 32 bytes, never all zero                          |
 *       +-------------------------------------------------------------+
 * </pre>
 *
 * @param kind request, reply or seed
 * @param bits of an element as {@link Packing#bits} says it, 16 to 32; of a seed 8
 * @param session as given by the gateway at open
 * @param inference index of the pad that masks this inference, not negative
 * @param modelDigestPrefix first eight bytes of the model digest, big-endian
 * @param layer index of the linear layer, 0..65535
 * @param chunk this one, from 0, below {@code chunks}
 * @param chunks of the tensor, 1..65535
 * @param offset first element here
 * @param count elements here, at least 1
 * @param total elements of the tensor; {@code offset + count <= total}
 * @param computeMicros in a reply, the microseconds the gateway spent computing the layer; 0 in a
 *     request or seed
 */
public record ChunkHeader(
    Kind kind,
    int bits,
    long session,
    long inference,
    long modelDigestPrefix,
    int layer,
    int chunk,
    int chunks,
    int offset,
    int count,
    int total,
    int computeMicros) {

  /** What a chunk is. */
  public enum Kind {
    /** From the sensor: masked activations. */
    REQUEST(1),
    /** From the gateway: the masked result, or the image of a mask. */
    REPLY(2),
    /** From the sensor to a dealer: the key of a mask. */
    SEED(3);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    private static Kind of(byte number) throws WireFormatException {
      for (Kind kind : values()) {
        if (kind.number == number) {
          return kind;
        }
      }
      throw new WireFormatException("chunk kind " + number);
    }
  }

  static final int MAGIC = 0x48435645; // "EVCH" read little-endian
  static final int VERSION = 1;

  static final int MAGIC_AT = 0;
  static final int VERSION_AT = MAGIC_AT + 4;
  static final int KIND_AT = VERSION_AT + 1;
  static final int BITS_AT = KIND_AT + 1;
  static final int ZERO_7_AT = BITS_AT + 1;
  static final int SESSION_AT = ZERO_7_AT + 1;
  static final int INFERENCE_AT = SESSION_AT + 8;
  static final int DIGEST_AT = INFERENCE_AT + 8;
  static final int LAYER_AT = DIGEST_AT + 8;
  static final int CHUNK_AT = LAYER_AT + 2;
  static final int CHUNKS_AT = CHUNK_AT + 2;
  static final int ZERO_38_AT = CHUNKS_AT + 2;
  static final int OFFSET_AT = ZERO_38_AT + 2;
  static final int ZERO_44_AT = OFFSET_AT + 4;
  static final int COUNT_AT = ZERO_44_AT + 4;
  static final int TOTAL_AT = COUNT_AT + 4;
  static final int CHECKSUM_AT = TOTAL_AT + 4;
  static final int MICROS_AT = CHECKSUM_AT + 4;

  /** Length of the header in bytes: a multiple of 8. */
  public static final int BYTES = MICROS_AT + 4;

  /** Most chunks of one tensor. */
  public static final int MAX_CHUNKS = 0xffff;

  private static final int KEY_BYTES = MaskStream.KEY_BYTES;

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a field is out of its range
   */
  public ChunkHeader {
    if (kind == Kind.SEED ? bits != Byte.SIZE : !Packing.isWidth(bits)) {
      throw new IllegalArgumentException("elements of " + bits + " bits in a " + kind);
    }
    if (inference < 0) {
      throw new IllegalArgumentException("inference index is negative");
    }
    if (layer < 0 || layer > 0xffff) {
      throw new IllegalArgumentException("layer must be in 0..65535, got " + layer);
    }
    if (chunks < 1 || chunks > MAX_CHUNKS || chunk < 0 || chunk >= chunks) {
      throw new IllegalArgumentException("chunk " + chunk + " of " + chunks);
    }
    if (count < 1 || offset < 0 || total < 1 || offset > total - count) {
      throw new IllegalArgumentException(
          "elements " + offset + " + " + count + " do not lie within " + total);
    }
    if (kind == Kind.SEED && (chunks != 1 || count != KEY_BYTES || total != KEY_BYTES)) {
      throw new IllegalArgumentException(
          "a seed is one chunk of " + KEY_BYTES + " bytes, got " + count + " of " + total);
    }
    if (computeMicros < 0 || (kind != Kind.REPLY && computeMicros != 0)) {
      throw new IllegalArgumentException("compute time " + computeMicros + " in a " + kind);
    }
  }

  /** The header of a request for a whole tensor in one chunk. */
  public static ChunkHeader request(
      int bits, long session, long inference, long modelDigestPrefix, int layer, int total) {
    return new ChunkHeader(
        Kind.REQUEST, bits, session, inference, modelDigestPrefix, layer, 0, 1, 0, total, total, 0);
  }

  /** The header of a request for the image of a mask, written as the mask's key. */
  public static ChunkHeader seed(long session, long inference, long modelDigestPrefix, int layer) {
    return new ChunkHeader(
        Kind.SEED,
        Byte.SIZE,
        session,
        inference,
        modelDigestPrefix,
        layer,
        0,
        1,
        0,
        KEY_BYTES,
        KEY_BYTES,
        0);
  }

  /** The header of the reply to this request: a whole tensor of elements as wide in one chunk. */
  public ChunkHeader reply(int elements, int micros) {
    return reply(bits, elements, micros);
  }

  /**
   * The header of the reply to this request or seed: a whole tensor in one chunk.
   *
   * @param elementBits by the layer's modulus and the session's packing
   */
  public ChunkHeader reply(int elementBits, int elements, int micros) {
    return new ChunkHeader(
        Kind.REPLY,
        elementBits,
        session,
        inference,
        modelDigestPrefix,
        layer,
        0,
        1,
        0,
        elements,
        elements,
        micros);
  }

  /** The same tensor, but another part of it. */
  ChunkHeader part(int n, int m, int from, int elements) {
    return new ChunkHeader(
        kind,
        bits,
        session,
        inference,
        modelDigestPrefix,
        layer,
        n,
        m,
        from,
        elements,
        total,
        computeMicros);
  }

  /** Length of the whole chunk in bytes. */
  public long chunkBytes() {
    return BYTES + Packing.payloadBytes(bits, count);
  }

  /** Writes all but the checksum. */
  void writeTo(ByteBuffer buffer) {
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(MAGIC_AT, MAGIC);
    buffer.put(VERSION_AT, (byte) VERSION);
    buffer.put(KIND_AT, (byte) kind.number);
    buffer.put(BITS_AT, (byte) bits);
    buffer.putLong(SESSION_AT, session);
    buffer.putLong(INFERENCE_AT, inference);
    buffer.putLong(DIGEST_AT, modelDigestPrefix);
    buffer.putShort(LAYER_AT, (short) layer);
    buffer.putShort(CHUNK_AT, (short) chunk);
    buffer.putShort(CHUNKS_AT, (short) chunks);
    buffer.putInt(OFFSET_AT, offset);
    buffer.putInt(COUNT_AT, count);
    buffer.putInt(TOTAL_AT, total);
    buffer.putInt(MICROS_AT, computeMicros);
  }

  /**
   * The session that a chunk tells, by its first bytes, unchecked; 0, which is none, if cut off.
   */
  public static long sessionOf(byte[] beginning) {
    return beginning.length < INFERENCE_AT
        ? 0
        : ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN).getLong(SESSION_AT);
  }

  static ChunkHeader readFrom(ByteBuffer buffer) throws WireFormatException {
    if (buffer.getInt(MAGIC_AT) != MAGIC) {
      throw new WireFormatException("not a chunk: wrong magic");
    }
    if (buffer.get(VERSION_AT) != VERSION) {
      throw new WireFormatException(
          "chunk version " + buffer.get(VERSION_AT) + ", only " + VERSION + " is spoken here");
    }
    if (buffer.get(ZERO_7_AT) != 0
        || buffer.getShort(ZERO_38_AT) != 0
        || buffer.getInt(ZERO_44_AT) != 0) {
      throw new WireFormatException("reserved bytes of the chunk header are not zero");
    }
    Kind kind = Kind.of(buffer.get(KIND_AT));
    try {
      return new ChunkHeader(
          kind,
          buffer.get(BITS_AT),
          buffer.getLong(SESSION_AT),
          buffer.getLong(INFERENCE_AT),
          buffer.getLong(DIGEST_AT),
          buffer.getShort(LAYER_AT) & 0xffff,
          buffer.getShort(CHUNK_AT) & 0xffff,
          buffer.getShort(CHUNKS_AT) & 0xffff,
          buffer.getInt(OFFSET_AT),
          buffer.getInt(COUNT_AT),
          buffer.getInt(TOTAL_AT),
          buffer.getInt(MICROS_AT));
    } catch (IllegalArgumentException e) {
      throw new WireFormatException("chunk header: " + e.getMessage(), e);
    }
  }
}
