package io.edgeveil.core.wire;

import io.edgeveil.core.modulus.Modulus;
import java.util.ArrayList;
import java.util.List;

/** A masked tensor cut into chunks. */
public final class TensorChunks {
  private TensorChunks() {}

  /**
   * Cuts a tensor into as few chunks as fit.
   *
   * @param residues the whole tensor, read
   * @param chunkBytes largest chunk, header included
   * @throws IllegalArgumentException if a chunk of this size holds no element, or more than {@link
   *     ChunkHeader#MAX_CHUNKS} would be needed
   */
  public static List<Chunk> encode(
      ChunkHeader.Kind kind,
      long session,
      long inference,
      long modelDigestPrefix,
      int layer,
      Modulus modulus,
      int[] residues,
      int chunkBytes) {
    int width = modulus.bytesPerElement();
    int perChunk = (chunkBytes - ChunkHeader.BYTES) / width;
    int chunks = count(residues.length, modulus, chunkBytes);
    List<Chunk> encoded = new ArrayList<>(chunks);
    for (int n = 0; n < chunks; n++) {
      int offset = n * perChunk;
      int count = Math.min(perChunk, residues.length - offset);
      encoded.add(
          Chunk.encode(
              new ChunkHeader(
                  kind,
                  width,
                  session,
                  inference,
                  modelDigestPrefix,
                  layer,
                  n,
                  chunks,
                  offset,
                  count,
                  residues.length),
              residues));
    }
    return encoded;
  }

  /** How many chunks a tensor of this many elements makes; throws as {@link #encode} does. */
  public static int count(int elements, Modulus modulus, int chunkBytes) {
    int perChunk = (chunkBytes - ChunkHeader.BYTES) / modulus.bytesPerElement();
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
