package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.image.PictureFile;
import io.edgeveil.sensor.app.Sensor;
import io.edgeveil.sensor.app.SensorSettings;
import java.nio.file.Files;
import java.nio.file.Path;
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
    return WholeSystem.sensor(
        "refill",
        "--json",
        "--bundle",
        bundle.toString(),
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
        "broker .* computes for this device");
    try (WireTap other = new WireTap(computing.port())) { // the same gateway by another address
      WholeSystem.Outcome refilled =
          WholeSystem.sensor(
              "refill",
              "--bundle",
              bundle.toString(),
              "--dealer",
              "tcp://127.0.0.1:" + other.port(),
              "--credentials",
              bundle.toString(),
              "--count",
              "2");
      requireRefused(refilled, ".*gateway edge computes for this device.*");
    }
  }

  @Test
  @Order(3)
  void theDealerDoesNotCompute() throws Exception {
    WholeSystem.Outcome inferred =
        WholeSystem.infer(
            bundle, "--gateway", dealerAddress, WholeSystem.digits().get(0).toString());
    assertThat(inferred.exitCode()).isEqualTo(1);
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
