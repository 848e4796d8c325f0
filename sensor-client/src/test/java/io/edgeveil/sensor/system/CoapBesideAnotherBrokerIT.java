package io.edgeveil.sensor.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.broker.Accounts;
import io.edgeveil.broker.BrokerSettings;
import io.edgeveil.broker.EmbeddedBroker;
import io.edgeveil.broker.Role;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.DeviceAccounts;
import io.edgeveil.gateway.app.BrokerSide;
import io.edgeveil.gateway.app.CoapSide;
import io.edgeveil.gateway.app.GatewayServer;
import io.edgeveil.gateway.app.GatewaySettings;
import io.edgeveil.sensor.system.WholeSystem.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that uses a broker which is not its own serves CoAP all the same: devices are known by
 * its own data folder, whatever accounts that broker has.
 */
class CoapBesideAnotherBrokerIT {
  @TempDir Path home;

  @Test
  void devicesOfTheDataFolderAreServedAndRefusedOnceRevoked() throws Exception {
    WholeSystem system = new WholeSystem(home);
    system.importDigits(system.models(), "1", 8);
    Path bundle = system.makePads(system.model(), WholeSystem.DEVICE, 3);
    Accounts strangers = Accounts.at(home.resolve("strangers"));
    strangers.add("edge", Role.GATEWAY, "gateway's".getBytes(UTF_8));
    DeviceAccounts devices = new DeviceAccounts(new DataFolder(home.resolve("data")));
    var unused = devices.add(WholeSystem.DEVICE, bundle, "mqtts://localhost");
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(
                BrokerSettings.in(home.resolve("broker")).withPorts(0, 0), strangers);
        GatewayServer gateway =
            GatewayServer.start(
                GatewaySettings.of(
                        "edge",
                        system.models(),
                        new BrokerSide.Foreign(
                            new BrokerAddress("127.0.0.1", broker.tcpPort()),
                            Credentials.of("edge", "gateway's".toCharArray())))
                    .withKernel("reference")
                    .withData(home.resolve("data"))
                    .withCoap(CoapSide.anyPorts()))) {
      String address = "coaps://127.0.0.1:" + gateway.coapsPort().orElseThrow();
      String digit = WholeSystem.digits().get(0).toString();
      Outcome served = WholeSystem.infer(bundle, "--gateway", address, digit);
      assertThat(served.exitCode()).as("%s", served.err()).isZero();
      assertThat(served.out().get(0)).contains("\"label\":\"7\"");

      devices.revoke(WholeSystem.DEVICE);
      Outcome refused = WholeSystem.infer(bundle, "--gateway", address, digit);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err()).hasSize(1);
    }
  }
}
