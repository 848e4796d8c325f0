package io.edgeveil.sensor.app;

import io.edgeveil.command.FailureLine;
import io.edgeveil.command.doctor.Examination;
import io.edgeveil.command.doctor.Finding;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.DeviceDescription;
import io.edgeveil.pads.store.PadSetFacts;
import io.edgeveil.sensor.inference.GatewayTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/** What {@code doctor} finds on the way to the gateway, and asks it. Spends no pad. */
final class GatewayInquiry {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int LARGEST_CHUNK_BYTES = 128_000;

  private final Examination told;
  private final SensorSettings settings;
  private final DeviceBundle bundle;

  GatewayInquiry(Examination told, SensorSettings settings, DeviceBundle bundle) {
    this.told = told;
    this.settings = settings;
    this.bundle = bundle;
  }

  void run() throws InterruptedException {
    DeviceCredentials account;
    try {
      account = Sensor.credentials(settings, bundle.device().device());
    } catch (Exception e) {
      return; // told as the account's finding
    }
    try {
      GatewayAddress address = Sensor.address(settings, account);
      boolean there =
          told.tell("name", "see to the network, or name another --gateway", () -> named(address))
              && told.tell("port", "see that the gateway runs", () -> open(address));
      if (there) {
        told.tell("gateway", "see the gateway's log", () -> asked(address, account));
      }
    } finally {
      account.destroy();
    }
  }

  private static Finding named(GatewayAddress address) throws Exception {
    try {
      InetAddress found = InetAddress.getByName(address.host());
      return Finding.ok("name", address.host() + " is " + found.getHostAddress());
    } catch (java.net.UnknownHostException e) {
      return Finding.failed(
          "name",
          "unknown host " + address.host(),
          "see to the network, or name another --gateway");
    }
  }

  private static Finding open(GatewayAddress address) {
    if (!address.isTcp()) {
      return Finding.ok("port", address + " is UDP: only an answer tells");
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
      return Finding.ok("port", address + " is reached");
    } catch (IOException e) {
      return Finding.failed(
          "port",
          address + ": " + FailureLine.of(e),
          "see that the gateway runs, and that no firewall is between");
    }
  }

  /** With TLS, the account and a session, as an inference would. */
  private Finding asked(GatewayAddress address, DeviceCredentials account) throws Exception {
    Optional<PadSetFacts> next =
        bundle.padSets().stream().filter(set -> set.left() > 0).findFirst();
    try (GatewayTransport way =
        Way.openBeside(
            address, bundle, account, settings.bundle(), ".doctor", settings.plaintextAnywhere())) {
      if (next.isEmpty()) {
        return Finding.ok(
            "gateway", address + " accepts this device; without pads nothing is asked");
      }
      DeviceDescription device = bundle.device();
      long index = next.get().made() - next.get().left();
      SessionReply reply =
          way.open(
              new SessionRequest(
                  device.model(),
                  device.version(),
                  device.modelDigest(),
                  next.get().padFile(),
                  index,
                  Math.min(LARGEST_CHUNK_BYTES, way.maxChunkBytes()),
                  settings.packing()),
              settings.policy().openTimeout());
      if (reply.highestInference() >= index) {
        return Finding.failed(
            "gateway",
            reply.gateway()
                + " has seen pad "
                + reply.highestInference()
                + " used and the bundle is at "
                + index
                + ": it is an old copy",
            "get the device new pads; those in an old copy are spent");
      }
      return Finding.ok(
          "gateway",
          reply.gateway()
              + " accepts this device and serves "
              + device.model()
              + " "
              + device.version());
    }
  }
}
