package io.edgeveil.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.broker.Accounts;
import io.edgeveil.broker.BrokerSettings;
import io.edgeveil.broker.EmbeddedBroker;
import io.edgeveil.broker.Role;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.Qos;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.gateway.model.TinyBundle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose broker runs elsewhere, goes away and comes back. */
class ForeignBrokerIT {
  @TempDir Path folder;
  private Accounts accounts;
  private EmbeddedBroker broker;
  private BrokerAddress address;

  @BeforeEach
  void startBroker() throws Exception {
    TinyBundle.write(folder.resolve("models"), "tiny", "1", 7);
    accounts = Accounts.at(folder.resolve("accounts"));
    accounts.add("gw-1", Role.GATEWAY, "gateway's".getBytes(UTF_8));
    accounts.add("pi-1", Role.DEVICE, "device's".getBytes(UTF_8));
    accounts.add("eve", Role.VIEWER, "viewer's".getBytes(UTF_8));
    broker =
        EmbeddedBroker.start(BrokerSettings.in(folder.resolve("broker")).withPorts(0, 0), accounts);
    address = new BrokerAddress("127.0.0.1", broker.tcpPort());
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  private void restartBroker() throws Exception {
    broker.close();
    broker =
        EmbeddedBroker.start(
            BrokerSettings.in(folder.resolve("broker")).withPorts(address.port(), 0), accounts);
  }

  private GatewaySettings settings(BrokerAddress at, String password) {
    return GatewaySettings.of(
            "gw-1",
            folder.resolve("models"),
            new BrokerSide.Foreign(at, Credentials.of("gw-1", password.toCharArray())))
        .withKernel("reference")
        .withData(folder.resolve("data"));
  }

  private BrokerConnection watchState(BlockingQueue<String> states) throws Exception {
    ConnectionSettings viewer =
        ConnectionSettings.to(address, "eve")
            .withTimeout(Duration.ofSeconds(20))
            .withCredentials(Credentials.of("eve", "viewer's".toCharArray()));
    BrokerConnection connection =
        BrokerConnection.open(
            viewer,
            new BrokerListener() {
              @Override
              public void messageArrived(IncomingMessage message) {
                states.add(new String(message.payload(), UTF_8));
              }

              @Override
              public void connectionLost(ConnectionLostException reason) {}
            });
    connection.subscribe(Topics.gateway("gw-1", "state"), Qos.AT_LEAST_ONCE);
    return connection;
  }

  private void requireServed(ServedModel model) throws Exception {
    try (RawSensor sensor = RawSensor.of(address, "pi-1", "device's")) {
      ServedLayer layer = model.layers().get(1);
      int[] tensor = RawSensor.randomTensor(layer, 1);
      assertThat(sensor.exchange(sensor.open(model), model, layer, 0, tensor))
          .isEqualTo(layer.multiply(tensor));
    }
  }

  @Test
  void comesBackWithTheBrokerAndSaysGoodbye() throws Exception {
    BlockingQueue<String> states = new LinkedBlockingQueue<>();
    GatewayServer server = GatewayServer.start(settings(address, "gateway's"));
    try {
      ServedModel model = server.models().get(0);
      requireServed(model);
      restartBroker();
      try (BrokerConnection viewer = watchState(states)) {
        assertThat(states.poll(30, TimeUnit.SECONDS)).startsWith("{\"state\":\"online\"");
        requireServed(model);
        server.close();
        assertThat(states.poll(30, TimeUnit.SECONDS)).isEqualTo("{\"state\":\"offline\"}");
        assertThat(viewer.isOpen()).isTrue();
      }
    } finally {
      server.close();
    }
  }

  @Test
  void anUnreachableBrokerAndAWrongPasswordAreOneClearLine() {
    assertThatThrownBy(() -> GatewayServer.start(settings(address, "wrong")))
        .isInstanceOf(StartException.class)
        .hasMessageContainingAll("gw-1", "password")
        .hasMessageNotContainingAny("wrong'", "\n");
    assertThatThrownBy(() -> GatewayServer.start(settings(new BrokerAddress("127.0.0.1", 1), "x")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("no broker at tcp://127.0.0.1:1: is it running there?")
        .hasMessageNotContaining("gateway");
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(
            name -> name.startsWith("edgeveil-compute") || name.startsWith("edgeveil-timer"));
  }
}
