package io.edgeveil.gateway.serving;

import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import java.util.Optional;

/**
 * A tensor whose layer was computed.
 *
 * <p><b>Guarantee.</b> What it shows of the tensor is masked: uniform and independent of the
 * sensor's picture. A dealer's tensors are masks and secret, and are not shown.
 */
public final class ServedTensor {
  private final String device;
  private final ServedModel model;
  private final ServedLayer layer;
  private final LayerInput input;
  private final long computeMicros;
  private final long replyBytes;
  private final boolean endsInference;

  ServedTensor(PendingTensor tensor, long computeMicros, long replyBytes, boolean endsInference) {
    this.device = tensor.session().device();
    this.model = tensor.session().model();
    this.layer = tensor.layer();
    this.input = tensor.input();
    this.computeMicros = computeMicros;
    this.replyBytes = replyBytes;
    this.endsInference = endsInference;
  }

  /** Whose it is. */
  public String device() {
    return device;
  }

  /** The model it belongs to. */
  public ServedModel model() {
    return model;
  }

  /** The layer that was computed. */
  public ServedLayer layer() {
    return layer;
  }

  /** How long computing took. */
  public long computeMicros() {
    return computeMicros;
  }

  /** Bytes of the reply, headers included. */
  public long replyBytes() {
    return replyBytes;
  }

  /** Whether it was the last layer of an inference, served for the first time. */
  public boolean endsInference() {
    return endsInference;
  }

  /**
   * The masked input, {@code layer().inputElements()} residues in NCHW order, to be read during the
   * call alone; empty if the input was a mask.
   */
  public Optional<int[]> maskedInput() {
    return input.mayBeKept() ? Optional.of(input.residues()) : Optional.empty();
  }

  /** Nothing of the content. */
  @Override
  public String toString() {
    return "ServedTensor[" + device + ", " + model + ", " + layer.name() + "]";
  }
}
