package io.edgeveil.linear;

/** A layer laid out by a kernel. Safe for use by several threads at once. */
public interface PreparedLayer extends AutoCloseable {

  /**
   * {@code results = W·residues mod p}, for each tensor of the batch.
   *
   * @param batch at least 1
   * @param residues {@code batch} input tensors one after the other, NCHW order, each element in
   *     {@code [0, p)}; read
   * @param results {@code batch} output tensors; overwritten, each element in {@code [0, p)}
   * @throws IllegalArgumentException if an array has another length
   */
  void multiply(int batch, int[] residues, int[] results);

  /** Which routine computes this layer, for the log: kernel, implementation, limbs, parts. */
  String description();

  /** Frees what lies outside the Java heap. Not while a {@code multiply} runs. */
  @Override
  void close();
}
