package io.edgeveil.linear;

/** A layer laid out by a kernel. Safe for use by several threads at once. */
public interface PreparedLayer extends AutoCloseable {

  /**
   * {@code results = W·residues mod p}, for each tensor of the batch.
   *
   * @param batch at least 1
   * @param residues {@code batch} input tensors one after the other, NCHW order, each element in
   *     {@code [0, p)}; read
   * @param results {@code batch} output tensors; overwritten, each element in {@code [0, p)}. Both
   *     arrays may be longer: what is behind the tensors is left alone
   * @throws IllegalArgumentException if an array is too short
   */
  void multiply(int batch, int[] residues, int[] results);

  /**
   * The same, shared out to a crew if the kernel can and it is worth it. No thread of the crew
   * touches the arrays after the return.
   */
  default void multiply(int batch, int[] residues, int[] results, Crew crew) {
    multiply(batch, residues, results);
  }

  /**
   * How many tensors are best computed at once: each then costs less than alone, unless this is 1.
   */
  default int batch() {
    return 1;
  }

  /** Which routine computes this layer, for the log: kernel, implementation, limbs, parts. */
  String description();

  /** Frees what lies outside the Java heap. Not while a {@code multiply} runs. */
  @Override
  void close();
}
