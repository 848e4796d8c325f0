package io.edgeveil.sensor.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import io.edgeveil.gateway.app.BrokerSide;
import io.edgeveil.gateway.app.GatewayServer;
import io.edgeveil.gateway.app.GatewaySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged sensor watches a fake camera while broker and gateway are restarted and lines are
 * cut, in random order. Each time it must come back by itself. At the end every picture was
 * classified, rightly, or reported; no pad served twice; its memory has stayed where it was.
 *
 * <p>Once through all kinds of outage by default; for ten minutes: {@code mvn -pl sensor-client -am
 * verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=WatchThroughOutagesIT
 * -Dfailsafe.failIfNoSpecifiedTests=false -Dedgeveil.watch.seconds=600}.
 */
class WatchThroughOutagesIT {
  private static final int SECONDS = Integer.getInteger("edgeveil.watch.seconds", 0);
  private static final int MOST_PICTURES = 300 + 6 * SECONDS;
  private static final int PICTURES_BETWEEN = 5;
  private static final Duration RECOVERY = Duration.ofSeconds(60);
  private static final long MOST_GROWTH_KIB = 3000;
  private static final Pattern SUMMARY =
      Pattern.compile(
          "edgeveil-sensor: (\\d+) pictures taken: (\\d+) classified, (\\d+) failed,"
              + " (\\d+) dropped; (\\d+) pads left");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What goes wrong. */
  private enum Outage {
    SENSORS_LINE_CUT,
    GATEWAYS_LINE_CUT,
    SENSORS_LINE_DOWN,
    GATEWAY_RESTARTED,
    BROKER_RESTARTED
  }

  @TempDir Path home;

  private final Random random = new Random(20261123);
  private WholeSystem system;
  private Path bundle;
  private Accounts accounts;
  private EmbeddedBroker broker;
  private GatewayServer gateway;
  private WireTap sensorsLine;
  private WireTap gatewaysLine;
  private long conflicts;

  @BeforeEach
  void start() throws Exception {
    system = new WholeSystem(home);
    system.importDigits(system.models(), "1", 8);
    bundle = system.makePads(system.model(), WholeSystem.DEVICE, MOST_PICTURES);
    accounts = Accounts.at(home.resolve("accounts"));
    accounts.add("edge", Role.GATEWAY, "gateway's".getBytes(UTF_8));
    accounts.add("ann", Role.VIEWER, "viewer's".getBytes(UTF_8));
    accounts.add(WholeSystem.DEVICE, Role.DEVICE, "device's".getBytes(UTF_8));
    Files.writeString(
        Files.createFile(
            home.resolve("password"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
        "device's\n");
    startBroker();
    sensorsLine = new WireTap(broker.tcpPort());
    gatewaysLine = new WireTap(broker.tcpPort());
    startGateway();
  }

  private void startBroker() throws Exception {
    broker =
        EmbeddedBroker.start(BrokerSettings.in(home.resolve("broker")).withPorts(0, 0), accounts);
  }

  private void startGateway() throws Exception {
    gateway =
        GatewayServer.start(
            GatewaySettings.of(
                    "edge",
                    system.models(),
                    new BrokerSide.Foreign(
                        new BrokerAddress("127.0.0.1", gatewaysLine.port()),
                        Credentials.of("edge", "gateway's".toCharArray())))
                .withKernel("reference")
                .withData(home.resolve("data")));
  }

  private void stopGateway() {
    conflicts += gateway.figures().conflicts();
    gateway.close();
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    broker.close();
    sensorsLine.close();
    gatewaysLine.close();
  }

  @Test
  void everyPictureIsClassifiedOrReported() throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    List<String> memory = new ArrayList<>();
    List<Long> used = new ArrayList<>();
    try (WatchProcess watch =
        WatchProcess.start(
            home,
            "--bundle",
            bundle.toString(),
            "--gateway",
            "tcp://127.0.0.1:" + sensorsLine.port(),
            "--password-file",
            home.resolve("password").toString(),
            "--fake-camera",
            WholeSystem.demo("images/mnist200").toString(),
            "--every",
            "250ms",
            "--queue",
            "4",
            "--patience",
            "20s",
            "--timeout",
            "3")) {
      awaitMore(watch, PICTURES_BETWEEN);
      used.add(watch.usedAfterCollection());
      do {
        for (Outage outage : shuffled()) {
          suffer(outage);
          awaitMore(watch, PICTURES_BETWEEN);
          forget(sensorsLine);
          forget(gatewaysLine);
        }
        used.add(watch.usedAfterCollection());
        memory.add(used.get(used.size() - 1) + "/" + watch.resident());
      } while (System.nanoTime() < deadline);
      assertThat(watch.terminate()).isEqualTo(128 + 15);
      System.out.println("memory after each round, heap/resident in KiB: " + memory);
      requireAllAccountedFor(watch);
    }
    stopGateway();
    startGateway();
    assertThat(conflicts).isZero();
    assertThat(Collections.max(used) - used.get(0)).isLessThan(MOST_GROWTH_KIB);
    assertThat(status().get("state")).contains("\"offline\"").doesNotContain("\"since\":\"\"");
  }

  private List<Outage> shuffled() {
    List<Outage> all = new ArrayList<>(List.of(Outage.values()));
    Collections.shuffle(all, random);
    return all;
  }

  private void suffer(Outage outage) throws Exception {
    switch (outage) {
      case SENSORS_LINE_CUT -> sensorsLine.cutAfter(random.nextInt(30_000));
      case GATEWAYS_LINE_CUT -> gatewaysLine.cutAfter(random.nextInt(15_000));
      case SENSORS_LINE_DOWN -> {
        sensorsLine.retarget(1); // where nobody listens
        sensorsLine.cutAfter(random.nextInt(10_000));
        Thread.sleep(1000 + random.nextInt(3000));
        sensorsLine.retarget(broker.tcpPort());
      }
      case GATEWAY_RESTARTED -> {
        stopGateway();
        Thread.sleep(random.nextInt(2000));
        startGateway();
      }
      case BROKER_RESTARTED -> {
        broker.close();
        startBroker();
        sensorsLine.retarget(broker.tcpPort());
        gatewaysLine.retarget(broker.tcpPort());
      }
    }
  }

  /** A tap keeps what it has seen, which is too much for ten minutes. */
  private static void forget(WireTap line) {
    var unused = line.takeSeen();
  }

  private static void awaitMore(WatchProcess watch, int pictures) throws Exception {
    long before = watch.classified();
    await()
        .atMost(RECOVERY)
        .pollInterval(Duration.ofMillis(100))
        .failFast("the sensor has ended: " + watch.err(), () -> !watch.isAlive())
        .until(() -> watch.classified() >= before + pictures);
  }

  private void requireAllAccountedFor(WatchProcess watch) throws Exception {
    String last = watch.err().get(watch.err().size() - 1);
    System.out.println(last);
    Matcher summary = SUMMARY.matcher(last);
    assertThat(summary.matches()).as(last).isTrue();
    long taken = Long.parseLong(summary.group(1));
    Map<String, String> truth = truth();
    List<String> names = WholeSystem.digits().stream().map(Path::toString).toList();
    Map<String, Integer> expected = new HashMap<>();
    for (int i = 0; i < taken; i++) {
      expected.merge(names.get(i % names.size()), 1, Integer::sum);
    }
    Map<String, Integer> reported = new HashMap<>();
    Map<String, Long> outcomes = new HashMap<>();
    Set<Long> padsUsed = new HashSet<>();
    long pads = 0;
    for (String line : watch.results()) {
      JsonNode result = JSON.readTree(line);
      String image = result.required("image").asText();
      reported.merge(image, 1, Integer::sum);
      outcomes.merge(result.required("outcome").asText(), 1L, Long::sum);
      pads += result.required("pads").asLong();
      if (result.has("label")) {
        assertThat(result.get("label").asText())
            .isEqualTo(truth.get(Path.of(image).getFileName().toString()));
        assertThat(padsUsed.add(result.required("pad_index").asLong())).as(line).isTrue();
      } else {
        assertThat(result.required("reason").asText()).isNotEmpty();
      }
    }
    assertThat(reported).isEqualTo(expected);
    assertThat(outcomes.getOrDefault("classified", 0L)).isEqualTo(number(summary, 2));
    assertThat(outcomes.getOrDefault("failed", 0L)).isEqualTo(number(summary, 3));
    assertThat(outcomes.getOrDefault("dropped", 0L)).isEqualTo(number(summary, 4));
    assertThat(number(summary, 2)).isGreaterThan((long) PICTURES_BETWEEN * Outage.values().length);
    assertThat(MOST_PICTURES - number(summary, 5)).isLessThanOrEqualTo(pads);
  }

  private static long number(Matcher matcher, int group) {
    return Long.parseLong(matcher.group(group));
  }

  private static Map<String, String> truth() throws Exception {
    Map<String, String> truth = new HashMap<>();
    List<String> lines = Files.readAllLines(WholeSystem.demo("images/mnist200/reference.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", 3);
      truth.put(cells[0], cells[1]);
    }
    return truth;
  }

  /** The retained status of the device, by its topics' last level. */
  private Map<String, String> status() throws Exception {
    Map<String, String> latest = new ConcurrentHashMap<>();
    BrokerListener listener =
        new BrokerListener() {
          @Override
          public void messageArrived(IncomingMessage message) {
            latest.put(Topics.lastLevel(message.topic()), new String(message.payload(), UTF_8));
          }

          @Override
          public void connectionLost(ConnectionLostException reason) {}
        };
    try (BrokerConnection viewer =
        BrokerConnection.open(
            ConnectionSettings.to(new BrokerAddress("127.0.0.1", broker.tcpPort()), "ann")
                .withCredentials(Credentials.of("ann", "viewer's".toCharArray())),
            listener)) {
      viewer.subscribe(Topics.everyDeviceStatus(), Qos.AT_LEAST_ONCE);
      await().until(() -> latest.keySet().containsAll(List.of("state", "stats", "watch")));
      return latest;
    }
  }
}
