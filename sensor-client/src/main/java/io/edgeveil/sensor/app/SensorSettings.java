package io.edgeveil.sensor.app;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.sensor.inference.RetryPolicy;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a sensor is started with.
 *
 * @param bundle the device bundle
 * @param broker instead of the one that {@code credentials.json} in the bundle names
 * @param passwordFile instead of the password there; the user is then the device's id
 * @param policy how long to wait for a gateway
 * @param verify whether results are checked; not to do so is for experiments
 * @param plaintextAnywhere whether a broker without TLS may be on another machine
 */
public record SensorSettings(
    Path bundle,
    Optional<BrokerAddress> broker,
    Optional<Path> passwordFile,
    RetryPolicy policy,
    boolean verify,
    boolean plaintextAnywhere) {

  /** With TLS to whatever is on another machine. */
  public SensorSettings(
      Path bundle,
      Optional<BrokerAddress> broker,
      Optional<Path> passwordFile,
      RetryPolicy policy,
      boolean verify) {
    this(bundle, broker, passwordFile, policy, verify, false);
  }

  /** All from the bundle. */
  public static SensorSettings of(Path bundle) {
    return new SensorSettings(
        bundle, Optional.empty(), Optional.empty(), RetryPolicy.DEFAULT, true);
  }

  /** The same at another broker. */
  public SensorSettings withBroker(BrokerAddress address) {
    return new SensorSettings(
        bundle, Optional.of(address), passwordFile, policy, verify, plaintextAnywhere);
  }

  /** The same with results unchecked. */
  public SensorSettings withoutVerification() {
    return new SensorSettings(bundle, broker, passwordFile, policy, false, plaintextAnywhere);
  }

  /** The same, and a broker without TLS may be on another machine. */
  public SensorSettings withPlaintextAnywhere(boolean allowed) {
    return new SensorSettings(bundle, broker, passwordFile, policy, verify, allowed);
  }
}
