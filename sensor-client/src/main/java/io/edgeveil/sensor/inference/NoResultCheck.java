package io.edgeveil.sensor.inference;

import io.edgeveil.core.layer.LinearLayer;

/** Accepts every result: for experiments. */
final class NoResultCheck implements ResultCheck {
  @Override
  public void sending(LinearLayer layer, int[] masked) {}

  @Override
  public void meanwhile() {}

  @Override
  public void received(String gateway, int[] maskedResult) {}

  @Override
  public void settle() {}

  @Override
  public InferenceException undefined(ArithmeticException cause) {
    return new BadReplyException(cause.getMessage(), cause); // honest results are finite
  }
}
