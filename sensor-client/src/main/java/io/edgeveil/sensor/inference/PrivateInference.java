package io.edgeveil.sensor.inference;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.network.Network;
import io.edgeveil.core.network.NetworkException;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.Pad;
import io.edgeveil.pads.store.PadStore;
import java.io.IOException;

/**
 * Runs a network on secret inputs, its linear layers on a gateway that sees only masked tensors.
 *
 * <p><b>Guarantee.</b> Against gateway, broker and listeners, malicious or not: nothing about
 * inputs, activations and results is in what leaves the sensor, as long as the pads are secret and
 * used once. Seen are the model, sizes, times and how many inferences there are. A wrong result is
 * <i>not</i> noticed here.
 *
 * <p>Results are not held against the range that the weights allow: giving up because of a value
 * would tell a gateway that meddles something about that value.
 *
 * <p>Each inference spends one pad, also when it fails. A pad is taken only once a session is open.
 */
public final class PrivateInference implements AutoCloseable {
  private final Network network;
  private final PadStore pads;
  private final GatewayTransport transport;
  private final GatewaySession session;

  private PrivateInference(
      Network network, PadStore pads, GatewayTransport transport, GatewaySession session) {
    this.network = network;
    this.pads = pads;
    this.transport = transport;
    this.session = session;
  }

  /**
   * Makes a device ready to infer.
   *
   * @param pads of the bundle; closed with the result
   * @param transport closed with the result
   * @throws BundleFormatException if the model of the bundle is damaged or no network
   */
  public static PrivateInference of(
      DeviceBundle bundle, PadStore pads, GatewayTransport transport, RetryPolicy policy)
      throws IOException, BundleFormatException {
    ModelBundle model = bundle.model();
    try {
      Network network = Network.of(model.manifest(), model.constants());
      GatewaySession session =
          new GatewaySession(
              transport,
              policy,
              model.manifest(),
              model.digest(),
              bundle.device().padFile(),
              pads::nextIndex);
      return new PrivateInference(network, pads, transport, session);
    } catch (NetworkException e) {
      throw new BundleFormatException(
          model.directory().resolve(ModelBundle.MANIFEST) + ": " + e.getMessage(), e);
    }
  }

  /**
   * One inference.
   *
   * @param input of the network's input shape; read
   * @throws InferenceException if gateway or network fail
   * @throws PadsException if no pad is left, or the next one is damaged
   * @throws IOException if the pad cannot be read
   */
  public Inference infer(Tensor input) throws InferenceException, PadsException, IOException {
    return infer(input, InferenceObserver.NONE);
  }

  /** The same, watched. */
  public synchronized Inference infer(Tensor input, InferenceObserver observer)
      throws InferenceException, PadsException, IOException {
    long startedNanos = System.nanoTime();
    long sentBefore = transport.sentBytes();
    long receivedBefore = transport.receivedBytes();
    FigureCount count = new FigureCount();
    pads.requireLeft();
    session.ensureOpen();
    count.waited(System.nanoTime() - startedNanos);
    try (Pad pad = pads.take()) {
      Tensor output =
          network.run(
              input,
              (layer, operation, quantised) ->
                  multiply(pad, layer, operation, quantised, count, observer));
      Figures figures =
          count.figures(
              pad.index(),
              System.nanoTime() - startedNanos,
              transport.sentBytes() - sentBefore,
              transport.receivedBytes() - receivedBefore);
      return new Inference(output, figures);
    } catch (ArithmeticException e) {
      throw new BadReplyException(e.getMessage(), e); // honest results are finite
    }
  }

  private int[] multiply(
      Pad pad,
      Layer layer,
      LinearOperation operation,
      int[] quantised,
      FigureCount count,
      InferenceObserver observer)
      throws InferenceException {
    int index = operation.quantisation().index();
    int[] masked = pad.mask(index, quantised);
    long sentNanos = System.nanoTime();
    int[] maskedResult = session.multiply(pad.index(), layer, masked, count);
    count.waited(System.nanoTime() - sentNanos);
    int[] result = pad.unmask(index, maskedResult);
    observer.layerDone(layer, quantised, masked, result);
    return result;
  }

  /** How many more inferences the pads allow. */
  public long padsLeft() {
    return pads.left();
  }

  /** Lets go of transport and pads. */
  @Override
  public void close() throws IOException {
    try (pads;
        transport) {
      // the transport first
    }
  }
}
