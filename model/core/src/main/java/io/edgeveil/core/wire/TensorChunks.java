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
    int width = whole.bytesPerElement();
    int perChunk = (chunkBytes - ChunkHeader.BYTES) / width;
    int chunks = count(residues.length, width, chunkBytes);
    List<Chunk> encoded = new ArrayList<>(chunks);
    for (int n = 0; n < chunks; n++) {
      int offset = n * perChunk;
      int count = Math.min(perChunk, residues.length - offset);
      encoded.add(Chunk.encode(whole.part(n, chunks, offset, count), residues));
    }
    return encoded;
  }

  /** How many chunks a tensor of this many elements makes; throws as {@link #encode} does. */
  public static int count(int elements, int bytesPerElement, int chunkBytes) {
    int perChunk = (chunkBytes - ChunkHeader.BYTES) / bytesPerElement;
    if (perChunk < 1) {
      throw new IllegalArgumentException("no element fits a chunk of " + chunkBytes + " bytes");
    }
    int chunks = (elements + perChunk - 1) / perChunk;
    if (chunks > ChunkHeader.MAX_CHUNKS) {
      throw new IllegalArgumentException(
          elements + " elements make " + chunks + " chunks, at most " + ChunkHeader.MAX_CHUNKS);
    }
    return chunks;
  }
}
