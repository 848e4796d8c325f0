package io.edgeveil.core.wire;

import io.edgeveil.core.modulus.Modulus;

/**
 * A masked tensor being put together from chunks that come in any order, doubled or not at all.
 *
 * <p>All chunks but the last have the same count; the first one taken in fixes it and every later
 * one must fit. Not safe for use by several threads.
 */
public final class TensorAssembly {
  private final Modulus modulus;
  private final int bits;
  private final int[] tensor;
  private boolean[] present;
  private int perChunk;
  private int missing;

  /**
   * An empty assembly.
   *
   * @param elements of the whole tensor, as the layer has it: it fixes the memory used, whatever
   *     chunks claim
   * @param modulus of the layer
   * @param packing of the session
   */
  public TensorAssembly(int elements, Modulus modulus, Packing packing) {
    this(new int[elements], modulus, packing);
  }

  /**
   * An empty assembly in an array.
   *
   * @param tensor as many elements as the layer has; retained and overwritten
   * @param modulus of the layer
   * @param packing of the session
   */
  public TensorAssembly(int[] tensor, Modulus modulus, Packing packing) {
    this.modulus = modulus;
    this.bits = packing.bits(modulus);
    this.tensor = tensor;
  }

  /**
   * Takes in a chunk.
   *
   * @return whether the tensor is complete now
   * @throws WireFormatException if it fits neither the layer nor the other chunks; nothing was
   *     taken in
   * @throws ConflictingChunkException if this part was taken in before with other content; that
   *     content stays
   */
  public boolean add(Chunk chunk) throws WireFormatException {
    ChunkHeader header = chunk.header();
    if (header.kind() == ChunkHeader.Kind.SEED) {
      throw new WireFormatException("a seed is no part of a tensor");
    }
    if (header.total() != tensor.length) {
      throw new WireFormatException(
          "the layer wants " + tensor.length + " elements, got " + header.total());
    }
    if (header.bits() != bits) {
      throw new WireFormatException(
          "agreed were elements of " + bits + " bits, got " + header.bits());
    }
    int cut = perChunk(header);
    if (present != null && (cut != perChunk || header.chunks() != present.length)) {
      throw new WireFormatException("chunk is cut otherwise than the ones before");
    }
    if (present != null && present[header.chunk()]) {
      if (!chunk.holds(tensor)) {
        throw new ConflictingChunkException(header);
      }
      return missing == 0;
    }
    chunk.unpackInto(tensor, modulus);
    if (present == null) {
      perChunk = cut;
      present = new boolean[header.chunks()];
      missing = header.chunks();
    }
    present[header.chunk()] = true;
    missing--;
    return missing == 0;
  }

  /** Whether every chunk has come. */
  public boolean isComplete() {
    return present != null && missing == 0;
  }

  /**
   * The live tensor of residues.
   *
   * @throws IllegalStateException if chunks are missing
   */
  public int[] tensor() {
    if (!isComplete()) {
      throw new IllegalStateException("chunks are missing");
    }
    return tensor;
  }

  /** The count of every chunk but the last, as this one implies it. */
  private static int perChunk(ChunkHeader header) throws WireFormatException {
    int n = header.chunk();
    int perChunk = n == 0 ? header.count() : header.offset() / n;
    long end = (long) perChunk * header.chunks();
    boolean fits =
        perChunk > 0
            && header.offset() == (long) n * perChunk
            && header.count() == Math.min(perChunk, header.total() - header.offset())
            && end >= header.total()
            && end - perChunk < header.total();
    if (!fits) {
      throw new WireFormatException(
          "chunk "
              + n
              + " of "
              + header.chunks()
              + " cannot hold elements "
              + header.offset()
              + " + "
              + header.count()
              + " of "
              + header.total());
    }
    return perChunk;
  }
}
