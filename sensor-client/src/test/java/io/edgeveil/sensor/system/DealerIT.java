package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.command.archive.FolderArchive;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.sensor.app.Sensor;
import io.edgeveil.sensor.app.SensorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A device refills itself with a second gateway, which must not be the first. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DealerIT {
  private static final int DEALT = 12;

  @TempDir static Path home;
  private static WholeSystem computing;
  private static WholeSystem dealing;
  private static Path bundle;
  private static Path account;

  private static String dealerAddress; // with TLS

  @BeforeAll
  static void start() throws Exception {
    computing = new WholeSystem(home);
    computing.importDigits(computing.models(), "1", 8);
    bundle = computing.makePads(computing.model(), "porch-cam", 1);
    computing.startGateway();
    computing.enrol(bundle);
    dealing = new WholeSystem(home.resolve("dealer"));
    dealerAddress = dealing.startDealer("dealer", computing.models());
    account = Files.createDirectories(home.resolve("dealer/account"));
    dealing.enrol(account);
  }

  @AfterAll
  static void stop() {
    dealing.close();
    computing.close();
  }

  private static WholeSystem.Outcome refill(String dealer, Path credentials) {
    return refill(bundle, dealer, credentials);
  }

  private static WholeSystem.Outcome refill(Path to, String dealer, Path credentials) {
    return WholeSystem.sensor(
        "refill",
        "--json",
        "--bundle",
        to.toString(),
        "--dealer",
        dealer,
        "--credentials",
        credentials.toString(),
        "--count",
        String.valueOf(DEALT));
  }

  @Test
  @Order(1)
  void dealtPadsServeAsTheOthersDo() throws Exception {
    WholeSystem.Outcome refilled = refill(dealerAddress, account);
    assertThat(refilled.exitCode()).as(refilled.err().toString()).isZero();
    assertThat(refilled.out()).singleElement().asString().contains("\"pads_added\":12");
    List<Path> digits = WholeSystem.digits();
    try (Sensor sensor = Sensor.open(SensorSettings.of(bundle))) {
      assertThat(sensor.padsLeft()).isEqualTo(1 + DEALT);
      for (int i = 0; i < 1 + DEALT; i++) { // every result is checked
        assertThat(sensor.classify(PictureFile.read(digits.get(i)), 1).top()).isNotEmpty();
      }
      assertThat(sensor.padsLeft()).isZero();
    }
    assertThat(dealing.gateway().figures().conflicts()).isZero();
  }

  @Test
  @Order(2)
  void theGatewayThatComputesIsNoDealer() throws Exception {
    requireRefused(
        refill(computing.gateway().address().toString(), bundle),
        "host localhost:\\d+ computes for this device");
    for (String written :
        List.of("tcp://LocalHost", "mqtts://localhost.", "coap://127.0.0.1", "coap+tcp://[::1]")) {
      requireRefused(
          refill(written + ":" + computing.port(), account),
          "host localhost:\\d+ computes for this device");
    }
    requireRefused( // another address, the same authority
        refill("coaps://127.0.0.1:1", bundle), "authority [0-9a-f]{64} computes for this device");
    Path bare = Files.createDirectories(home.resolve("bare"));
    Files.copy(
        bundle.resolve("credentials.json"),
        bare.resolve("credentials.json"),
        StandardCopyOption.COPY_ATTRIBUTES);
    try (WireTap other = new WireTap(computing.port())) { // the same gateway by another address
      WholeSystem.Outcome refilled =
          WholeSystem.sensor(
              "refill",
              "--bundle",
              bundle.toString(),
              "--dealer",
              "tcp://127.0.0.1:" + other.port(),
              "--credentials",
              bare.toString(),
              "--count",
              "2");
      requireRefused(refilled, ".*gateway edge computes for this device.*");
    }
  }

  @Test
  @Order(3)
  void theDealerDoesNotCompute() throws Exception {
    Path dealt = withAccount(computing.makePads(computing.model(), "dealt", 1));
    assertThat(refill(dealt, dealerAddress, account).exitCode()).isZero();
    requireNotComputed(dealt, dealerAddress, "deals pads to this device");
    Files.delete(dealt.resolve("ca.pem")); // then it is known by its host alone
    requireNotComputed(
        dealt, dealing.gateway().address().toString(), "gateway dealer deals pads to this device");
  }

  /** A dealer that lost its memory on purpose, under another name and address, wherever pads go. */
  @Test
  @Order(5)
  void aMaliciousDealerComputesForNoneOfItsPadsWhereverTheyAreMoved() throws Exception {
    Path first = withAccount(computing.makePads(computing.model(), "first", 1));
    assertThat(refill(first, dealerAddress, account).exitCode()).isZero();
    dealing.stopGateway();
    dealing.forgetHistory();
    String address = dealing.startGatewayWithTls("innocent", computing.models());
    String why = "authority [0-9a-f]{64} deals pads to this device";
    requireNotComputed(first, address, why);

    Path archive = home.resolve("first.tar.gz");
    FolderArchive.write(first, archive);
    Path store = home.resolve("store");
    assertThat(
            WholeSystem.sensor("enrol", "--into", store.toString(), archive.toString()).exitCode())
        .isZero();
    requireNotComputed(store.resolve("porch-cam"), address, why);

    Path second = withAccount(computing.makePads(computing.model(), "second", 1));
    Path third = withAccount(computing.makePads(computing.model(), "third", 1));
    Path from = store.resolve("porch-cam");
    for (Path fresh : List.of(second, third)) {
      WholeSystem.Outcome moved =
          WholeSystem.sensor("refill", "--bundle", fresh.toString(), "--from", from.toString());
      assertThat(moved.exitCode()).as(moved.err().toString()).isZero();
      requireNotComputed(fresh, address, why);
      from = fresh;
    }
    Path unconcerned = withAccount(computing.makePads(computing.model(), "unconcerned", 1));
    assertThat(infer(unconcerned, address).exitCode()).isZero();
    assertThat( // now it computes there, and its pads do not come in
            WholeSystem.sensor(
                    "refill", "--bundle", unconcerned.toString(), "--from", from.toString())
                .err())
        .singleElement()
        .asString()
        .containsPattern(
            "authority [0-9a-f]{64}, which dealt pad set .*, computes for this device");
  }

  private static Path withAccount(Path other) throws IOException {
    try (Stream<Path> files = Files.list(account)) {
      for (Path file : files.toList()) {
        Files.copy(file, other.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return other;
  }

  private static WholeSystem.Outcome infer(Path from, String address) throws IOException {
    return WholeSystem.infer(from, "--gateway", address, WholeSystem.digits().get(0).toString());
  }

  private static void requireNotComputed(Path from, String address, String why) throws Exception {
    long before = DeviceBundle.open(from).padsLeft();
    assertThat(before).isPositive();
    WholeSystem.Outcome inferred = infer(from, address);
    assertThat(inferred.exitCode()).isEqualTo(1);
    assertThat(inferred.err()).singleElement().asString().containsPattern(why);
    assertThat(DeviceBundle.open(from).padsLeft()).isEqualTo(before);
  }

  @Test
  @Order(4)
  void seedsGoUnprotectedOnLoopbackOnly() {
    WholeSystem.Outcome refilled =
        WholeSystem.sensor(
            "refill",
            "--bundle",
            bundle.toString(),
            "--dealer",
            "tcp://192.0.2.1:1883",
            "--credentials",
            account.toString(),
            "--count",
            "2");
    requireRefused(refilled, "seeds go without protection on loopback only.*");
  }

  private static void requireRefused(WholeSystem.Outcome refilled, String why) {
    assertThat(refilled.exitCode()).isEqualTo(1);
    assertThat(refilled.err()).singleElement().asString().containsPattern(why);
    try (Stream<Path> sets = Files.list(bundle.resolve("pads"))) {
      assertThat(sets.map(set -> set.getFileName().toString())).noneMatch(n -> n.startsWith("."));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
