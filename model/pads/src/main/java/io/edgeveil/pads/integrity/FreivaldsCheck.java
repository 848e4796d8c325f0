package io.edgeveil.pads.integrity;

import java.util.Arrays;

/**
 * The check of one linear layer: tells the right masked result from every other.
 *
 * <p><b>Guarantee.</b> Against a gateway that knows W, has seen any number of accepted results and
 * chooses its answer as it likes, as long as the check vectors are secret: a wrong result is
 * accepted with probability at most {@code p^-n}, which is at most 2^-40. A rejection tells the
 * gateway one s that is not, so after j rejections of one device's secrets the bound is {@code 1 /
 * (p^n - j)}. Nothing about inputs and results follows from a rejection: it depends on the check
 * vectors and the error alone.
 *
 * <p>Once closed, it accepts nothing. Safe for use by several threads until then.
 */
public final class FreivaldsCheck implements AutoCloseable {
  private final InnerProducts products;
  private final int[][] vectors; // s, [repetition][output]
  private final int[][] images; // t, [repetition][input]
  private volatile boolean closed;

  /**
   * Owns the arrays from here on.
   *
   * @param vectors one s per repetition, residues
   * @param images their t
   */
  FreivaldsCheck(int prime, int[][] vectors, int[][] images) {
    if (vectors.length == 0 || vectors.length != images.length) {
      throw new IllegalArgumentException(
          vectors.length + " check vectors and " + images.length + " images");
    }
    this.products = new InnerProducts(prime);
    this.vectors = vectors;
    this.images = images;
  }

  /** n. */
  public int repetitions() {
    return vectors.length;
  }

  /**
   * {@code <t, x'>} for each repetition: what the right result must give.
   *
   * @param masked x', residues, as many as the layer has inputs; read
   */
  public int[] expected(int[] masked) {
    return products.of(requireLength(images, masked), masked);
  }

  /**
   * Whether {@code <s, y'> = <t, x'>} in every repetition.
   *
   * @param maskedResult y', residues, as many as the layer has outputs; read
   * @param expected what {@link #expected} gave for x'; read
   */
  public boolean accepts(int[] maskedResult, int[] expected) {
    return Arrays.equals(products.of(requireLength(vectors, maskedResult), maskedResult), expected)
        && !closed;
  }

  private static int[][] requireLength(int[][] rows, int[] tensor) {
    if (tensor.length != rows[0].length) {
      throw new IllegalArgumentException(
          "the check wants " + rows[0].length + " elements, got " + tensor.length);
    }
    return rows;
  }

  /** Overwrites the secrets. */
  @Override
  public void close() {
    closed = true;
    for (int j = 0; j < vectors.length; j++) {
      Arrays.fill(vectors[j], 0);
      Arrays.fill(images[j], 0);
    }
  }

  /** Says nothing of the secrets. */
  @Override
  public String toString() {
    return "FreivaldsCheck[secret]";
  }
}
