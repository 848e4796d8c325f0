package io.edgeveil.sensor.app;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.sensor.inference.RetryPolicy;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a sensor is started with.
 *
 * @param bundle the device bundle
 * @param gateway where to reach it, instead of by the broker that {@code credentials.json} in the
 *     bundle names
 * @param passwordFile instead of the password there; the user is then the device's id
 * @param policy how long to wait for a gateway
 * @param verify whether results are checked; not to do so is for experiments
 * @param plaintextAnywhere whether an address without protection may be another machine's
 * @param packing of residues to ask the gateway for: bits on a slow link
 */
public record SensorSettings(
    Path bundle,
    Optional<GatewayAddress> gateway,
    Optional<Path> passwordFile,
    RetryPolicy policy,
    boolean verify,
    boolean plaintextAnywhere,
    Packing packing) {

  /** With protection to whatever is on another machine, residues in whole bytes. */
  public SensorSettings(
      Path bundle,
      Optional<GatewayAddress> gateway,
      Optional<Path> passwordFile,
      RetryPolicy policy,
      boolean verify) {
    this(bundle, gateway, passwordFile, policy, verify, false, Packing.BYTES);
  }

  /** All from the bundle. */
  public static SensorSettings of(Path bundle) {
    return new SensorSettings(
        bundle, Optional.empty(), Optional.empty(), RetryPolicy.DEFAULT, true);
  }

  /** The same by another broker. */
  public SensorSettings withBroker(BrokerAddress address) {
    return withGateway(new GatewayAddress.OverBroker(address));
  }

  /** The same by another way. */
  public SensorSettings withGateway(GatewayAddress address) {
    return new SensorSettings(
        bundle, Optional.of(address), passwordFile, policy, verify, plaintextAnywhere, packing);
  }

  /** The same with other times. */
  public SensorSettings withPolicy(RetryPolicy newPolicy) {
    return new SensorSettings(
        bundle, gateway, passwordFile, newPolicy, verify, plaintextAnywhere, packing);
  }

  /** The same with results unchecked. */
  public SensorSettings withoutVerification() {
    return new SensorSettings(
        bundle, gateway, passwordFile, policy, false, plaintextAnywhere, packing);
  }

  /** The same, and an address without protection may be another machine's. */
  public SensorSettings withPlaintextAnywhere(boolean allowed) {
    return new SensorSettings(bundle, gateway, passwordFile, policy, verify, allowed, packing);
  }

  /** The same with residues packed otherwise. */
  public SensorSettings withPacking(Packing wanted) {
    return new SensorSettings(
        bundle, gateway, passwordFile, policy, verify, plaintextAnywhere, wanted);
  }
}
