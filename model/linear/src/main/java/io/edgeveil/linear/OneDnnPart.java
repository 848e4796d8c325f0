package io.edgeveil.linear;

import org.bytedeco.javacpp.BytePointer;

/** One {@link Cut} of a layer as oneDNN primitives: exact, fast, weights packed once. */
final class OneDnnPart implements AutoCloseable {
  private final Cut cut;
  private final LimbWidth limbs;
  private final ExactRange range;
  private final OneDnn.Split split;
  private final OneDnn.Product one;
  private final OneDnn.Packed weights;
  private OneDnn.Product many;

  private OneDnnPart(
      Cut cut,
      LimbWidth limbs,
      ExactRange range,
      OneDnn.Split split,
      OneDnn.Product one,
      OneDnn.Packed weights) {
    this.cut = cut;
    this.limbs = limbs;
    this.range = range;
    this.split = split;
    this.one = one;
    this.weights = weights;
  }

  /**
   * Packs the weights for one tensor at a time.
   *
   * @param weights of this cut
   * @throws LayerRefusedException if oneDNN has no fast and exact primitive
   */
  static OneDnnPart of(
      OneDnn oneDnn, Cut cut, LimbWidth limbs, byte[] weights, OneDnnWorkspace workspace) {
    ExactRange range =
        ExactRange.ofLimbs(limbs, RowSums.of(cut.geometry().outputChannels(), weights));
    OneDnn.Product one = product(oneDnn, cut.geometry(), limbs.count(), null);
    if (!LimbProof.holds(one, cut.geometry(), limbs, weights, workspace)) {
      String implementation = one.implementation();
      one.close();
      throw new LayerRefusedException(
          implementation + " saturates with these weights and " + limbs);
    }
    OneDnn.Packed packed = one.pack(weights, workspace.stream);
    OneDnn.Split split = oneDnn.new Split(cut.geometry(), limbs);
    return new OneDnnPart(cut, limbs, range, split, one, packed);
  }

  /**
   * Makes the primitive for several tensors at a time, over the same packed weights.
   *
   * @throws LayerRefusedException if oneDNN has no fast and exact one
   */
  void prepareMany(OneDnn oneDnn, int tensors, OneDnnWorkspace workspace) {
    OneDnn.Product product = product(oneDnn, cut.geometry(), tensors * limbs.count(), one);
    byte[] plain = one.unpack(weights, workspace.stream);
    if (!LimbProof.holds(product, cut.geometry(), limbs, plain, workspace)) {
      String implementation = product.implementation();
      product.close();
      throw new LayerRefusedException(
          implementation + " saturates for " + tensors + " tensors at a time");
    }
    many = product;
  }

  /** As oneDNN calls it. */
  String implementation() {
    return one.implementation();
  }

  /** Bounds the product of each limb. */
  ExactRange range() {
    return range;
  }

  /** Bytes that {@link #multiply} writes. */
  long destinationBytes(boolean several) {
    return (several ? many : one).destinationBytes();
  }

  /** Limbs lie side by side in an image of a matrix layer: faster than as images of a batch. */
  private static OneDnn.Product product(
      OneDnn oneDnn, Geometry geometry, int images, OneDnn.Product like) {
    OneDnn.Product product =
        geometry.isMatrix()
            ? oneDnn.product(geometry.withWidth(images), 1, like)
            : oneDnn.product(geometry, images, like);
    if (product.isOracle()) {
      product.close();
      throw new LayerRefusedException("oneDNN has only its reference loops for " + geometry);
    }
    return product;
  }

  /**
   * Splits and multiplies.
   *
   * @param several whether by the primitive of {@link #prepareMany}
   * @param tensors how many; fewer than the primitive can do leave the rest of the results unset
   * @param words limbs of the layer's input tensors; read
   * @param tensorBytes from one tensor to the next in {@code words}
   * @param destination {@code [tensors, limbs, OH, OW, OC]} s32; overwritten
   */
  void multiply(
      boolean several,
      int tensors,
      BytePointer words,
      long tensorBytes,
      BytePointer destination,
      OneDnnWorkspace workspace) {
    OneDnn.Product product = several ? many : one;
    long first = 4L * limbs.words() * cut.firstChannel() * cut.geometry().pixels();
    long scratchBytes = Math.max(product.scratchBytes(), split.scratchBytes());
    BytePointer source = workspace.source.atLeast(product.sourceBytes());
    BytePointer scratch = workspace.scratch.atLeast(scratchBytes);
    for (int t = 0; t < tensors; t++) {
      split.split(
          words.getPointer(first + t * tensorBytes),
          source.getPointer(t * split.limbBytes()),
          scratch,
          workspace.stream);
    }
    product.multiply(weights, source, destination, scratch, workspace.stream);
  }

  @Override
  public void close() {
    split.close();
    one.close();
    if (many != null) {
      many.close();
    }
    weights.close();
  }
}
