package io.edgeveil.core.wire;

import java.util.ArrayList;
import java.util.List;

/** A masked tensor cut into chunks. */
public final class TensorChunks {
  private TensorChunks() {}

  /**
   * Cuts a tensor into as few chunks as fit.
   *
   * @param whole header of the tensor as one chunk; its chunk, chunks, offset and count are filled
   *     in anew
   * @param residues the whole tensor, read
   * @param chunkBytes largest chunk, header included
   * @throws IllegalArgumentException if a chunk of this size holds no element, or more than {@link
   *     ChunkHeader#MAX_CHUNKS} would be needed
   */
  public static List<Chunk> encode(ChunkHeader whole, int[] residues, int chunkBytes) {
    return encode(whole, residues, chunkBytes, List.of());
  }

  /**
   * The same, in the arrays of old chunks as far as they have the right length.
   *
   * @param old of a tensor that nobody needs any more; not to be used any more
   */
  public static List<Chunk> encode(
      ChunkHeader whole, int[] residues, int chunkBytes, List<Chunk> old) {
    int chunks = count(residues.length, whole.bits(), chunkBytes);
    int perChunk = perChunk(residues.length, whole.bits(), chunkBytes);
    List<Chunk> encoded = new ArrayList<>(chunks);
    for (int n = 0; n < chunks; n++) {
      int offset = n * perChunk;
      int count = Math.min(perChunk, residues.length - offset);
      ChunkHeader header = whole.part(n, chunks, offset, count);
      encoded.add(Chunk.encode(header, residues, room(header, n < old.size() ? old.get(n) : null)));
    }
    return encoded;
  }

  private static byte[] room(ChunkHeader header, Chunk old) {
    int length = Math.toIntExact(header.chunkBytes());
    return old != null && old.bytes().length == length ? old.bytes() : new byte[length];
  }

  /**
   * How many chunks a tensor of this many elements makes; throws as {@link #encode} does.
   *
   * @param bits of an element as {@link Packing#bits} says it
   */
  public static int count(int elements, int bits, int chunkBytes) {
    int perChunk = perChunk(elements, bits, chunkBytes);
    if (perChunk < 1) {
      throw new IllegalArgumentException("no element fits a chunk of " + chunkBytes + " bytes");
    }
    int chunks = (elements - 1) / perChunk + 1;
    if (chunks > ChunkHeader.MAX_CHUNKS) {
      throw new IllegalArgumentException(
          elements + " elements make " + chunks + " chunks, at most " + ChunkHeader.MAX_CHUNKS);
    }
    return chunks;
  }

  /** Elements of every chunk but the last. */
  private static int perChunk(int elements, int bits, int chunkBytes) {
    if (chunkBytes < ChunkHeader.BYTES) {
      return 0;
    }
    return (int) Math.min(elements, Packing.elements(bits, chunkBytes - ChunkHeader.BYTES));
  }
}
