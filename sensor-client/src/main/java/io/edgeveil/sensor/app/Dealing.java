package io.edgeveil.sensor.app;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.making.PadMaker;
import io.edgeveil.pads.role.GatewayRole;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.sensor.inference.DealtImages;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.RetryPolicy;
import io.edgeveil.sensor.inference.SameGatewayException;
import io.edgeveil.sensor.transport.MqttTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;

/** Making pads with a dealer over a broker connection of its own. */
final class Dealing {
  private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(10);

  private Dealing() {}

  /** One of {@code credentials} and {@code passwordFile} is null. */
  static void deal(
      DeviceBundle bundle, BrokerAddress dealer, Path credentials, Path passwordFile, long count)
      throws IOException,
          PadsException,
          BundleFormatException,
          InferenceException,
          InterruptedException {
    requireUnheard(dealer);
    if (dealer.isTls() && credentials == null) {
      throw new PadsException(
          "TLS wants a certificate of the dealer's: give --credentials, not --password-file");
    }
    String device = bundle.device().device();
    DeviceCredentials account =
        passwordFile != null
            ? DeviceCredentials.withPasswordFile(device, passwordFile)
            : DeviceCredentials.of(credentials)
                .orElseThrow(
                    () -> new PadsException("no " + DeviceCredentials.FILE + " in " + credentials));
    try {
      SameGatewayException.admit(bundle, GatewayRole.DEALS, "broker", dealer.toString());
      Manifest manifest = bundle.model().manifest();
      String clientId = account.credentials().user() + "." + bundle.device().bundle() + ".refill";
      ConnectionSettings settings =
          account.connection(dealer, clientId, credentials).withTimeout(BROKER_TIMEOUT);
      MqttTransport transport =
          MqttTransport.connect(settings, device, manifest.name() + " " + manifest.version());
      try (MqttTransport closing = transport;
          DealtImages images = DealtImages.of(bundle, count, closing, RetryPolicy.DEFAULT)) {
        var unused =
            PadMaker.of(bundle.model(), images, new SecureRandom())
                .make(device, count, bundle.directory(), done -> {});
      }
    } finally {
      account.credentials().destroy();
    }
  }

  /** Seeds are secrets: whoever hears them and the masked tensors reads every input. */
  private static void requireUnheard(BrokerAddress dealer) throws PadsException {
    if (!dealer.isTls() && !dealer.isLoopback()) {
      throw new PadsException(
          "seeds go over plain TCP on loopback only, and " + dealer + " is elsewhere");
    }
  }
}
