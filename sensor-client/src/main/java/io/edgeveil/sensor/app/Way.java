package io.edgeveil.sensor.app;

import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.sensor.inference.GatewayTransport;
import io.edgeveil.sensor.inference.TransportException;
import io.edgeveil.sensor.transport.DeviceStatus;
import io.edgeveil.sensor.transport.coap.CoapAccess;
import io.edgeveil.sensor.transport.coap.CoapAddress;
import io.edgeveil.sensor.transport.coap.CoapTransport;
import io.edgeveil.sensor.transport.coap.SharedKey;
import io.edgeveil.sensor.transport.mqtt.MqttTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An open way to a gateway, by whatever its address says.
 *
 * @param transport the way itself
 * @param status where the device shows how it is, on the same way
 */
record Way(GatewayTransport transport, DeviceStatus status) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Connects.
   *
   * @param account of the device there
   * @param identity folder of certificates, where the address wants them
   * @param purpose ends the MQTT client id, so that two programs of one device do not put each
   *     other out
   * @param plaintextAnywhere whether an address without protection may be another machine's
   * @throws PadsException if the address asks for a key or certificates that the device has not
   * @throws TransportException if there is nobody, or it refuses the device
   */
  static Way open(
      GatewayAddress address,
      DeviceBundle bundle,
      DeviceCredentials account,
      Path identity,
      String purpose,
      boolean plaintextAnywhere)
      throws IOException,
          PadsException,
          BundleFormatException,
          TransportException,
          InterruptedException {
    String device = bundle.device().device();
    if (address instanceof GatewayAddress.OverBroker over) {
      Manifest manifest = bundle.model().manifest();
      MqttTransport transport =
          MqttTransport.connect(
              mqtt(over, bundle, account, identity, purpose, plaintextAnywhere),
              device,
              manifest.name() + " " + manifest.version());
      return new Way(transport, transport);
    }
    GatewayAddress.OverCoap over = (GatewayAddress.OverCoap) address;
    return new Way(
        coap(over.address(), device, account, identity, plaintextAnywhere), DeviceStatus.NOWHERE);
  }

  /** The same for a program beside the one that shows how the device is. */
  static GatewayTransport openBeside(
      GatewayAddress address,
      DeviceBundle bundle,
      DeviceCredentials account,
      Path identity,
      String purpose,
      boolean plaintextAnywhere)
      throws IOException, PadsException, TransportException, InterruptedException {
    String device = bundle.device().device();
    return address instanceof GatewayAddress.OverBroker over
        ? MqttTransport.connectHidden(
            mqtt(over, bundle, account, identity, purpose, plaintextAnywhere), device)
        : coap(
            ((GatewayAddress.OverCoap) address).address(),
            device,
            account,
            identity,
            plaintextAnywhere);
  }

  private static ConnectionSettings mqtt(
      GatewayAddress.OverBroker address,
      DeviceBundle bundle,
      DeviceCredentials account,
      Path identity,
      String purpose,
      boolean plaintextAnywhere)
      throws IOException, PadsException {
    String clientId = account.credentials().user() + "." + bundle.device().bundle() + purpose;
    return account
        .connection(address.broker(), clientId, identity)
        .withPlaintextAnywhere(plaintextAnywhere)
        .withTimeout(CONNECT_TIMEOUT);
  }

  private static CoapTransport coap(
      CoapAddress address,
      String device,
      DeviceCredentials account,
      Path identity,
      boolean plaintextAnywhere)
      throws IOException, PadsException, TransportException, InterruptedException {
    return CoapTransport.connect(
        coap(address, device, account, identity)
            .withPlaintextAnywhere(plaintextAnywhere)
            .withTimeout(CONNECT_TIMEOUT));
  }

  private static CoapAccess coap(
      CoapAddress address, String device, DeviceCredentials account, Path identity)
      throws IOException, PadsException {
    CoapAccess access = CoapAccess.to(address, device);
    return switch (address.scheme()) {
      case COAP, COAP_TCP -> access.withPassword(account.credentials());
      case COAPS -> access.withKey(requireKey(account, device));
      case COAPS_TCP -> access.withIdentity(DeviceCredentials.identity(identity));
    };
  }

  private static SharedKey requireKey(DeviceCredentials account, String device)
      throws PadsException {
    return account
        .sharedKey()
        .orElseThrow(
            () ->
                new PadsException(
                    "no psk in "
                        + DeviceCredentials.FILE
                        + ", which coaps:// asks for: renew it with: edgeveil-gateway device rotate "
                        + device
                        + " -o BUNDLE"));
  }
}
