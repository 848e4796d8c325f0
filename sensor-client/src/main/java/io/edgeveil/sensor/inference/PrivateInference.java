package io.edgeveil.sensor.inference;

import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.network.Network;
import io.edgeveil.core.network.NetworkException;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.integrity.IntegritySecrets;
import io.edgeveil.pads.quarantine.Quarantine;
import io.edgeveil.pads.role.Party;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.Pad;
import io.edgeveil.pads.store.PadStore;
import java.io.IOException;
import java.util.List;

/**
 * Runs a network on secret inputs, its linear layers on a gateway that sees only masked tensors.
 *
 * <p><b>Guarantee.</b> Against gateway, broker and listeners, malicious or not: nothing about
 * inputs, activations and results is in what leaves the sensor, as long as the pads are secret and
 * used once. Seen are the model, sizes, times and how many inferences there are. A wrong result of
 * a layer is noticed with probability at least 1 - 2^-40, as long as the integrity secrets are
 * secret, and then nothing of the inference is used: no output, no later inference and no call of
 * an observer comes out of here before every result it rests on is checked. The gateway is then in
 * quarantine, durably, before the failure is reported.
 *
 * <p><b>What a gateway that adds an error learns.</b> It chooses e, answers {@code y' = W·x' + e},
 * and watches what the sensor does next. That is the same for all inputs, activations and masks:
 *
 * <ul>
 *   <li>The sensor sends the next layer's masked tensor whatever the unmasked values have become.
 *       No step between two layers looks at a value and gives up: quantising saturates, results are
 *       not held against the range that the weights allow, and what is not a number counts as 0
 *       until the last layer is done ({@link Network#run}).
 *   <li>That tensor is masked with the next layer's own mask: uniform, of a fixed size, whatever it
 *       hides.
 *   <li>Then the check decides whether anything more is sent. It compares {@code <s, y'>} with
 *       {@code <t, x'>}, which differ by {@code <s, e>}: a function of the device's check vectors
 *       and of e alone. The gateway learns whether {@code <s, e>} is 0; that it is not it expects.
 *   <li>Whatever fails afterwards (no reply, a refusal, a lost broker), the check is made before it
 *       is reported; so what is reported does not depend on the values either.
 * </ul>
 *
 * <p>{@linkplain #withoutVerification Without verification} the first two points still hold, but a
 * wrong result is used.
 *
 * <p>Each inference spends one pad, also when it fails. A pad is taken only once a session is open,
 * and none is opened with a gateway in quarantine.
 */
public final class PrivateInference implements AutoCloseable {
  private final Network network;
  private final InferenceMemory memory;
  private final PadStore pads;
  private final GatewayTransport transport;
  private final GatewaySession session;
  private final Quarantine quarantine;
  private final IntegritySecrets secrets; // null: nothing is verified
  private volatile long padsSpent;

  private PrivateInference(
      DeviceBundle bundle,
      PadStore pads,
      GatewayTransport transport,
      RetryPolicy policy,
      Packing packing,
      IntegritySecrets secrets)
      throws IOException, BundleFormatException {
    ModelBundle model = bundle.model();
    try {
      this.network = Network.of(model.manifest(), model.constants());
    } catch (NetworkException e) {
      throw new BundleFormatException(
          model.directory().resolve(ModelBundle.MANIFEST) + ": " + e.getMessage(), e);
    }
    this.memory = new InferenceMemory(network);
    this.pads = pads;
    this.transport = transport;
    this.quarantine = bundle.quarantine();
    this.secrets = secrets;
    this.session =
        new GatewaySession(
            transport,
            policy,
            model.manifest(),
            model.digest(),
            packing,
            (gateway, padFile) -> admit(bundle, gateway));
  }

  /**
   * Makes a device ready to infer.
   *
   * @param pads of the bundle; closed with the result
   * @param transport closed with the result
   * @param packing of residues to ask the gateway for
   * @throws BundleFormatException if the model of the bundle is damaged or no network
   * @throws PadsException if the bundle has no integrity secrets, or damaged ones
   */
  public static PrivateInference of(
      DeviceBundle bundle,
      PadStore pads,
      GatewayTransport transport,
      RetryPolicy policy,
      Packing packing)
      throws IOException, BundleFormatException, PadsException {
    IntegritySecrets secrets = bundle.openIntegrity();
    boolean ready = false;
    try {
      PrivateInference inference =
          new PrivateInference(bundle, pads, transport, policy, packing, secrets);
      ready = true;
      return inference;
    } finally {
      if (!ready) {
        secrets.close();
      }
    }
  }

  /** The same for experiments: wrong results are not noticed. A quarantine still holds. */
  public static PrivateInference withoutVerification(
      DeviceBundle bundle,
      PadStore pads,
      GatewayTransport transport,
      RetryPolicy policy,
      Packing packing)
      throws IOException, BundleFormatException {
    return new PrivateInference(bundle, pads, transport, policy, packing, null);
  }

  /**
   * One inference.
   *
   * @param input of the network's input shape; read
   * @throws IntegrityException if the gateway gave a wrong result
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
    session.ensureOpen(pads.next());
    count.waited(System.nanoTime() - startedNanos);
    padsSpent++; // before it is: rather one too many
    try (Pad pad = pads.take()) {
      Tensor output =
          new InferenceRun(session, pad, check(pad), count, observer, memory).run(network, input);
      Figures figures =
          count.figures(
              pad.index(),
              System.nanoTime() - startedNanos,
              transport.sentBytes() - sentBefore,
              transport.receivedBytes() - receivedBefore);
      return new Inference(output, figures);
    } catch (InferenceException e) {
      session.forget(); // the next pad is taken when a gateway has answered, perhaps another one
      throw e;
    }
  }

  private void admit(DeviceBundle bundle, String gateway) throws InferenceException {
    if (quarantine.contains(gateway)) {
      throw new QuarantinedGatewayException(gateway);
    }
    SameGatewayException.admitComputing(bundle, List.of(Party.gateway(gateway)));
  }

  private ResultCheck check(Pad pad) {
    return secrets == null
        ? new NoResultCheck()
        : new FreivaldsResultCheck(secrets, quarantine, pad.index());
  }

  /** How many more inferences the pads allow. */
  public long padsLeft() throws IOException {
    return pads.left();
  }

  /** How many pads inferences have cost since this was made, failed ones included. */
  public long padsSpent() {
    return padsSpent;
  }

  /** Lets go of transport, pads and secrets. */
  @Override
  public void close() throws IOException {
    try (pads;
        secrets;
        transport) {
      // the transport first
    }
  }
}
