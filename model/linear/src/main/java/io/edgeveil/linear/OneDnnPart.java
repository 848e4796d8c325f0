package io.edgeveil.linear;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/** One {@link Cut} of a layer as oneDNN primitives: exact, fast, weights packed once. */
final class OneDnnPart implements AutoCloseable {
  private final Cut cut;
  private final LimbWidth limbs;
  private final ExactRange range;
  private final int input;
  private final OneDnn.Packed weights;
  private final List<OneDnn.Product> products = new ArrayList<>(); // by growing number of tensors

  private OneDnnPart(
      Cut cut,
      LimbWidth limbs,
      ExactRange range,
      int input,
      OneDnn.Product one,
      OneDnn.Packed weights) {
    this.cut = cut;
    this.limbs = limbs;
    this.range = range;
    this.input = input;
    this.weights = weights;
    this.products.add(one);
  }

  /**
   * Packs the weights for one tensor at a time.
   *
   * @param weights of this cut
   * @param input number of the {@link OneDnnInput} that it reads
   * @throws LayerRefusedException if oneDNN has no fast and exact primitive
   */
  static OneDnnPart of(
      OneDnn oneDnn,
      Cut cut,
      LimbWidth limbs,
      byte[] weights,
      int input,
      OneDnnWorkspace workspace) {
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
    return new OneDnnPart(cut, limbs, range, input, one, packed);
  }

  /**
   * Makes one more primitive, for several tensors at a time, over the same packed weights.
   *
   * @throws LayerRefusedException if oneDNN has no fast and exact one
   */
  void prepareFor(OneDnn oneDnn, int tensors, OneDnnWorkspace workspace) {
    OneDnn.Product one = products.get(0);
    OneDnn.Product product = product(oneDnn, cut.geometry(), tensors * limbs.count(), one);
    byte[] plain = one.unpack(weights, workspace.stream);
    if (!LimbProof.holds(product, cut.geometry(), limbs, plain, workspace)) {
      String implementation = product.implementation();
      product.close();
      throw new LayerRefusedException(
          implementation + " saturates for " + tensors + " tensors at a time");
    }
    products.add(product);
  }

  /** As oneDNN calls it. */
  String implementation() {
    return products.get(0).implementation();
  }

  /** Bounds the product of each limb. */
  ExactRange range() {
    return range;
  }

  /** Number of the {@link OneDnnInput} that this reads. */
  int input() {
    return input;
  }

  /**
   * Bytes that {@link #multiply} reads.
   *
   * @param size which primitive, in the order in which they were prepared
   */
  long sourceBytes(int size) {
    return products.get(size).sourceBytes();
  }

  /** Bytes that {@link #multiply} writes. */
  long destinationBytes(int size) {
    return products.get(size).destinationBytes();
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
   * Multiplies.
   *
   * @param source {@code [tensors, limbs, H, W, C]} u8; read. Fewer tensors than the primitive can
   *     do leave the rest of the results to chance
   * @param destination {@code [tensors, limbs, OH, OW, OC]} s32; overwritten
   */
  void multiply(int size, BytePointer source, BytePointer destination, OneDnnWorkspace workspace) {
    OneDnn.Product product = products.get(size);
    BytePointer scratch = workspace.scratch.atLeast(product.scratchBytes());
    product.multiply(weights, source, destination, scratch, workspace.stream);
  }

  @Override
  public void close() {
    products.forEach(OneDnn.Product::close);
    weights.close();
  }
}
