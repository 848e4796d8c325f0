package io.edgeveil.sensor.app;

import io.edgeveil.command.Progress;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.making.PadMaker;
import io.edgeveil.pads.role.Party;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.sensor.inference.DealtImages;
import io.edgeveil.sensor.inference.GatewayTransport;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.RetryPolicy;
import io.edgeveil.sensor.inference.SameGatewayException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Making pads with a dealer over a way of its own. */
final class Dealing {
  private Dealing() {}

  /** One of {@code credentials} and {@code passwordFile} is null; {@code quiet} shows no bar. */
  static void deal(
      DeviceBundle bundle,
      GatewayAddress dealer,
      Path credentials,
      Path passwordFile,
      Packing packing,
      long count,
      boolean quiet)
      throws IOException,
          PadsException,
          BundleFormatException,
          InferenceException,
          InterruptedException {
    requireUnheard(dealer);
    if (dealer.isSecure() && credentials == null) {
      throw new PadsException(
          dealer
              + " wants a certificate or key of the dealer's: give --credentials, not --password-file");
    }
    String device = bundle.device().device();
    DeviceCredentials account =
        passwordFile != null
            ? DeviceCredentials.withPasswordFile(device, passwordFile)
            : DeviceCredentials.of(credentials)
                .orElseThrow(
                    () -> new PadsException("no " + DeviceCredentials.FILE + " in " + credentials));
    try {
      List<Party> owner = Owner.of(dealer, Optional.ofNullable(credentials));
      SameGatewayException.admitDealing(bundle, owner); // before anybody is asked
      try (GatewayTransport closing =
              Way.openBeside(dealer, bundle, account, credentials, ".refill", false);
          DealtImages images =
              DealtImages.of(bundle, count, closing, owner, RetryPolicy.DEFAULT, packing);
          Progress progress = Progress.start("dealing pads", count, quiet)) {
        var unused =
            PadMaker.dealt(bundle.model(), images, new SecureRandom())
                .make(device, count, bundle.directory(), progress::stepTo);
      }
    } finally {
      account.destroy();
    }
  }

  /** Seeds are secrets: whoever hears them and the masked tensors reads every input. */
  private static void requireUnheard(GatewayAddress dealer) throws PadsException {
    if (!dealer.isSecure() && !dealer.isLoopback()) {
      throw new PadsException(
          "seeds go without protection on loopback only, and " + dealer + " is elsewhere");
    }
  }
}
