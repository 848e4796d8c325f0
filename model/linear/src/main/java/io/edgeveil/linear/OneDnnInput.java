package io.edgeveil.linear;

import org.bytedeco.javacpp.BytePointer;

/** The limbs of some input channels of a layer, as the primitives read them. */
final class OneDnnInput implements AutoCloseable {
  private static final long ALIGNMENT = 64;

  private final OneDnn.Split split;
  private final int firstChannel;
  private final Geometry geometry;
  private final LimbWidth limbs;

  /** Of the channels that a cut reads. */
  OneDnnInput(OneDnn oneDnn, Cut cut, LimbWidth limbs) {
    this.split = oneDnn.new Split(cut.geometry(), limbs);
    this.firstChannel = cut.firstChannel();
    this.geometry = cut.geometry();
    this.limbs = limbs;
  }

  /** Whether a cut reads just these. */
  boolean isOf(Cut cut) {
    return firstChannel == cut.firstChannel() && geometry.channels() == cut.geometry().channels();
  }

  /** Room for a tensor's limbs; those of several lie without gaps in as many rooms. */
  long roomBytes() {
    return (split.limbBytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * Splits.
   *
   * @param words limbs of tensors of all channels, {@code tensorBytes} from one to the next; read
   * @param source {@code [tensors, limbs, H, W, C]} u8; overwritten
   */
  void split(
      int tensors,
      BytePointer words,
      long tensorBytes,
      BytePointer source,
      OneDnnWorkspace workspace) {
    long first = 4L * limbs.words() * firstChannel * geometry.pixels();
    BytePointer scratch = workspace.scratch.atLeast(split.scratchBytes());
    for (int t = 0; t < tensors; t++) {
      split.split(
          words.getPointer(first + t * tensorBytes),
          source.getPointer(t * split.limbBytes()),
          scratch,
          workspace.stream);
    }
  }

  @Override
  public void close() {
    split.close();
  }
}
