package io.edgeveil.sensor.app;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.core.image.Picture;
import io.edgeveil.core.image.PictureTensors;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.PadStore;
import io.edgeveil.sensor.inference.GatewayTransport;
import io.edgeveil.sensor.inference.Inference;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.InferenceObserver;
import io.edgeveil.sensor.inference.PrivateInference;
import io.edgeveil.sensor.inference.Ranking;
import io.edgeveil.sensor.inference.SameGatewayException;
import io.edgeveil.sensor.inference.TransportException;
import io.edgeveil.sensor.transport.DeviceStats;
import io.edgeveil.sensor.transport.DeviceStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A device at work: one bundle, one way to a gateway, one picture after the other.
 *
 * <p>Pads and the way are held from {@link #open} to {@link #close}. Used by one thread at a time.
 */
public final class Sensor implements AutoCloseable {
  private static final GatewayAddress USUAL_BROKER =
      new GatewayAddress.OverBroker(new BrokerAddress("localhost", BrokerAddress.DEFAULT_PORT));

  private final DeviceCredentials credentials;
  private final DeviceStatus status;
  private final PrivateInference inference;
  private final PictureTensors tensors;
  private final Ranking ranking;
  private final List<String> labels;
  private long inferences;

  private Sensor(
      DeviceCredentials credentials,
      DeviceStatus status,
      PrivateInference inference,
      Manifest manifest) {
    this.credentials = credentials;
    this.status = status;
    this.inference = inference;
    this.tensors = PictureTensors.of(manifest.preprocessing(), manifest.inputShape());
    this.ranking = Ranking.of(manifest);
    this.labels = manifest.labels();
  }

  /**
   * Opens the bundle and connects.
   *
   * @throws PadsException if the bundle cannot be used, or has no pad left
   * @throws BundleFormatException if the model in it is damaged
   * @throws TransportException if there is nobody at the address, or it refuses the device
   * @throws SameGatewayException if a dealer has the same owner, as far as address and authority
   *     tell
   */
  public static Sensor open(SensorSettings settings)
      throws IOException,
          PadsException,
          BundleFormatException,
          InferenceException,
          InterruptedException {
    return open(settings, Route.STRAIGHT, true);
  }

  /** The same by a route that leads to where the address says. */
  static Sensor open(SensorSettings settings, Route route)
      throws IOException,
          PadsException,
          BundleFormatException,
          InferenceException,
          InterruptedException {
    return open(settings, route, true);
  }

  /** The same for a program that waits for pads where there are none yet. */
  public static Sensor openWithoutPads(SensorSettings settings)
      throws IOException,
          PadsException,
          BundleFormatException,
          InferenceException,
          InterruptedException {
    return open(settings, Route.STRAIGHT, false);
  }

  private static Sensor open(SensorSettings settings, Route route, boolean withPads)
      throws IOException,
          PadsException,
          BundleFormatException,
          InferenceException,
          InterruptedException {
    DeviceBundle bundle = DeviceBundle.open(settings.bundle());
    String device = bundle.device().device();
    DeviceCredentials credentials = credentials(settings, device);
    GatewayAddress address = address(settings, credentials);
    PadStore pads = bundle.openPads();
    Way way = null;
    boolean opened = false;
    try {
      if (withPads) {
        var unused = pads.next(); // none left: said before anybody is asked
      }
      boolean isForeign = settings.passwordFile().isPresent() && !address.isSecure();
      Optional<Path> account = isForeign ? Optional.empty() : Optional.of(settings.bundle());
      SameGatewayException.admitComputing(bundle, Owner.of(address, account));
      // One MQTT connection a bundle: two models of one device do not put each other out.
      way =
          Way.open(
              route.by(address),
              bundle,
              credentials,
              settings.bundle(),
              "",
              settings.plaintextAnywhere());
      PrivateInference inference =
          settings.verify()
              ? PrivateInference.of(
                  bundle, pads, way.transport(), settings.policy(), settings.packing())
              : PrivateInference.withoutVerification(
                  bundle, pads, way.transport(), settings.policy(), settings.packing());
      Sensor sensor = new Sensor(credentials, way.status(), inference, bundle.model().manifest());
      opened = true;
      return sensor;
    } catch (IllegalArgumentException e) {
      throw new BundleFormatException(settings.bundle() + ": " + e.getMessage(), e);
    } finally {
      if (!opened) {
        closeAll(pads, way == null ? null : way.transport());
        credentials.destroy();
      }
    }
  }

  /** Where the gateway is reached, by the settings or else as the bundle says. */
  static GatewayAddress address(SensorSettings settings, DeviceCredentials credentials) {
    return settings
        .gateway()
        .or(() -> credentials.broker().map(GatewayAddress.OverBroker::new))
        .orElse(USUAL_BROKER);
  }

  /** The device's account: in the bundle, unless the settings have a password's file. */
  static DeviceCredentials credentials(SensorSettings settings, String device)
      throws IOException, PadsException {
    if (settings.passwordFile().isPresent()) {
      return DeviceCredentials.withPasswordFile(device, settings.passwordFile().get());
    }
    Optional<DeviceCredentials> stored = DeviceCredentials.of(settings.bundle());
    return stored.orElseThrow(
        () ->
            new PadsException(
                "no "
                    + DeviceCredentials.FILE
                    + " in "
                    + settings.bundle()
                    + ": enrol the device with: edgeveil-gateway device add "
                    + device
                    + " -o "
                    + settings.bundle()
                    + ", or give --password-file"));
  }

  private static void closeAll(PadStore pads, GatewayTransport transport) throws IOException {
    try (pads;
        transport) {
      // null is skipped
    }
  }

  /**
   * Classifies a picture.
   *
   * @param top how many classes to name, at least 1
   */
  public Classification classify(Picture picture, int top)
      throws InferenceException, PadsException, IOException {
    Tensor input = tensors.tensor(picture);
    try {
      Inference done = infer(input, InferenceObserver.NONE);
      Classification found = new Classification(ranking.top(done.output(), top), done.figures());
      Arrays.fill(done.output().values(), 0);
      return found;
    } finally {
      Arrays.fill(input.values(), 0);
    }
  }

  /** The network's input tensor of a picture. */
  public Tensor tensor(Picture picture) {
    return tensors.tensor(picture);
  }

  /** One inference, watched from within. */
  public Inference infer(Tensor input, InferenceObserver observer)
      throws InferenceException, PadsException, IOException {
    try {
      Inference done = inference.infer(input, observer);
      inferences++;
      status.show(
          new DeviceStats(
              inferences,
              done.figures().latencyMicros() / 1000,
              inference.padsLeft(),
              done.figures().sentBytes(),
              done.figures().receivedBytes()));
      return done;
    } catch (InferenceException e) {
      status.showError(e.getMessage());
      throw e;
    } catch (PadsException e) {
      status.showError(e.getClass().getSimpleName()); // the text may name files of this machine
      throw e;
    }
  }

  /** The model's names of its classes, or none. */
  public List<String> labels() {
    return labels;
  }

  /** How many more inferences the pads allow. */
  public long padsLeft() throws IOException {
    return inference.padsLeft();
  }

  /** How many pads inferences have cost since this was opened, failed ones included. */
  long padsSpent() {
    return inference.padsSpent();
  }

  /** Where the device shows how it is. */
  DeviceStatus status() {
    return status;
  }

  /** Ends the way to the gateway and lets go of the pads. */
  @Override
  public void close() throws IOException {
    inference.close();
    credentials.destroy();
  }
}
