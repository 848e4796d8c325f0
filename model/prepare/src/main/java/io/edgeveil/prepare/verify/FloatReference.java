package io.edgeveil.prepare.verify;

import io.edgeveil.core.tensor.Tensor;
import java.nio.file.Path;

/** What the float network says of a picture. */
public interface FloatReference extends AutoCloseable {

  /**
   * The output of the float network.
   *
   * @param picture the file
   * @param input the tensor made of it
   * @throws VerificationException if the reference does not know the picture or cannot compute it
   */
  float[] output(Path picture, Tensor input) throws VerificationException;

  /** The true class of a picture, or -1 where the reference does not know it. */
  int label(Path picture);

  @Override
  void close();
}
