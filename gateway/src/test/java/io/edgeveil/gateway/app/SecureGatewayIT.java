package io.edgeveil.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.TlsIdentity;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.IdentityFiles;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.gateway.model.TinyBundle;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices with certificates, at the embedded broker and at a Mosquitto from our files. */
class SecureGatewayIT {
  private static final Path MOSQUITTO = Path.of("/usr/sbin/mosquitto");

  @TempDir Path folder;

  @BeforeEach
  void writeModel() throws Exception {
    TinyBundle.write(folder.resolve("models"), "tiny", "1", 7);
  }

  private void command(String... args) {
    StringWriter err = new StringWriter();
    int exitCode =
        GatewayCommand.run(new PrintWriter(new StringWriter()), new PrintWriter(err), args);
    assertThat(exitCode).as(err.toString()).isZero();
  }

  private void device(String verb, String id) {
    command("device", verb, id, "--data", folder + "/data", "-o", folder.resolve(id) + "");
  }

  private void requireServed(RawSensor sensor, ServedModel model, long inference) throws Exception {
    ServedLayer layer = model.layers().get(1);
    int[] tensor = RawSensor.randomTensor(layer, 1);
    assertThat(sensor.exchange(sensor.open(model), model, layer, inference, tensor))
        .isEqualTo(layer.multiply(tensor));
  }

  private void requireAnswersToItselfAlone(RawSensor sensor, String victim) throws Exception {
    for (String topic : new String[] {Topics.reply(victim), "edgeveil/gateway/gw-1/state", null}) {
      sensor.send(Topics.open(sensor.device), "{}".getBytes(UTF_8), topic);
      Problem problem = sensor.nextProblem();
      assertThat(problem.is(Problem.Type.FORBIDDEN)).isTrue();
      assertThat(problem.detail()).contains("edgeveil/reply/" + sensor.device);
    }
  }

  @Test
  void devicesAreServedOverTlsAndPutOutWhenTheyAreRotatedOrRevoked() throws Exception {
    DataFolder data = new DataFolder(folder.resolve("data"));
    BrokerSide side =
        new BrokerSide.Embedded(data, InetAddress.getLoopbackAddress(), 0, 0).withTlsPort(0);
    try (GatewayServer server =
        GatewayServer.start(
            GatewaySettings.of("gw-1", folder.resolve("models"), side).withKernel("reference"))) {
      ServedModel model = server.models().get(0);
      BrokerAddress address = server.tlsAddress().orElseThrow();
      assertThat(data.deviceAddress()).isEqualTo(address.toString()).startsWith("mqtts://");
      device("add", "pi-1");
      device("add", "pi-2");
      assertThat(folder.resolve("pi-1/credentials.json")).content().contains(address.toString());
      try (RawSensor first = RawSensor.overTls(folder.resolve("pi-1"), address, "pi-1");
          RawSensor second = RawSensor.overTls(folder.resolve("pi-2"), address, "pi-2")) {
        requireServed(first, model, 1);
        requireAnswersToItselfAlone(first, "pi-2");
        device("rotate", "pi-1");
        assertThat(first.lost.get(20, TimeUnit.SECONDS)).contains("revoked or replaced");
        command("device", "revoke", "pi-2", "--data", folder + "/data");
        assertThat(second.lost.get(20, TimeUnit.SECONDS)).contains("revoked or replaced");
        assertThat(second.inbox).isEmpty();
      }
      try (RawSensor again = RawSensor.overTls(folder.resolve("pi-1"), address, "pi-1")) {
        requireServed(again, model, 2);
      }
      assertThatThrownBy(() -> RawSensor.overTls(folder.resolve("pi-2"), address, "pi-2"))
          .hasMessageContaining("138");
    }
  }

  @Test
  void aMosquittoFromOurFilesServesTheSameDevices() throws Exception {
    boolean installed = Files.isExecutable(MOSQUITTO);
    if (!installed) {
      System.out.println("SKIPPED: mosquitto is not installed, no gateway is tried beside it");
    }
    assumeTrue(installed, "mosquitto is not installed");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    device("add", "pi-1");
    device("add", "pi-2");
    Path home = folder.resolve("mosquitto");
    command(
        "broker-files", "--mosquitto", home + "", "--data", folder + "/data", "--port", port + "");
    Files.writeString(
        home.resolve("mosquitto.conf"),
        "user " + System.getProperty("user.name") + "\n",
        StandardOpenOption.APPEND);
    Process mosquitto =
        new ProcessBuilder(MOSQUITTO + "", "-v", "-c", home.resolve("mosquitto.conf") + "")
            .redirectErrorStream(true)
            .start();
    try {
      awaitRunning(mosquitto.inputReader());
      BrokerAddress address = BrokerAddress.tls("localhost", port);
      IdentityFiles files = new IdentityFiles(home.resolve("gw-1"));
      TlsIdentity identity = TlsIdentity.read(files.authority(), files.certificate(), files.key());
      try (GatewayServer server =
          GatewayServer.start(
              GatewaySettings.of(
                      "gw-1", folder.resolve("models"), new BrokerSide.Foreign(address, identity))
                  .withKernel("reference")
                  .withData(home.resolve("data")))) {
        ServedModel model = server.models().get(0);
        try (RawSensor sensor = RawSensor.overTls(folder.resolve("pi-1"), address, "pi-1");
            RawSensor victim = RawSensor.overTls(folder.resolve("pi-2"), address, "pi-2")) {
          requireServed(sensor, model, 1);
          requireAnswersToItselfAlone(sensor, "pi-2");
          requireServed(victim, model, 1);
          assertThat(victim.inbox).as("nothing came of another's requests").isEmpty();
          assertThatThrownBy(() -> sensor.send(Topics.open("pi-2"), "{}".getBytes(UTF_8)))
              .as("the device in the topic is the one of the certificate")
              .hasMessageContaining("not authorised");
        }
      }
    } finally {
      mosquitto.destroy();
      assertThat(mosquitto.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void awaitRunning(BufferedReader log) throws Exception {
    String line = log.readLine();
    while (line != null && !line.contains(" running")) {
      line = log.readLine();
    }
    assertThat(line).as("mosquitto runs").isNotNull();
    Thread drain = new Thread(() -> log.lines().forEach(rest -> {}), "mosquitto-log");
    drain.setDaemon(true);
    drain.start();
  }
}
