package io.edgeveil.sensor.inference;

import io.edgeveil.core.layer.LinearLayer;

/**
 * What watches over the results of one inference, layer after layer, in this order for each: {@link
 * #sending}, {@link #meanwhile} once or more, {@link #received}. Used by one thread.
 */
sealed interface ResultCheck permits FreivaldsResultCheck, NoResultCheck {

  /**
   * A masked tensor is about to be sent.
   *
   * @param masked residues; read, until {@link #received}
   */
  void sending(LinearLayer layer, int[] masked);

  /**
   * The masked tensor is on its way, and the time can be used: everything that came before is
   * checked.
   *
   * @throws IntegrityException if a result was wrong
   */
  void meanwhile() throws IntegrityException;

  /**
   * The result of the tensor sent last is here.
   *
   * @param maskedResult residues; read, until the next {@link #settle}
   */
  void received(String gateway, int[] maskedResult);

  /**
   * Checks what is still unchecked; before this returns, no result may be used.
   *
   * @throws IntegrityException if a result was wrong
   */
  void settle() throws IntegrityException;

  /** What to report where every result was accepted and the network has no result all the same. */
  InferenceException undefined(ArithmeticException cause);
}
