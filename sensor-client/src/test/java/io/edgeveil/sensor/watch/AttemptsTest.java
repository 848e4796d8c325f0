package io.edgeveil.sensor.watch;

import static io.edgeveil.sensor.watch.ScriptedClassifier.DAMAGED;
import static io.edgeveil.sensor.watch.ScriptedClassifier.LOST;
import static io.edgeveil.sensor.watch.ScriptedClassifier.NO_PICTURE;
import static io.edgeveil.sensor.watch.ScriptedClassifier.REFUSED;
import static io.edgeveil.sensor.watch.ScriptedClassifier.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often a picture is tried, and what that may cost. */
class AttemptsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final FakeClock clock = new FakeClock();
  private final ScriptedClassifier classifier = new ScriptedClassifier();
  private final List<String> lines = new ArrayList<>();
  private final Attempts attempts =
      new Attempts(
          classifier,
          new WatchSettings(8, WhenFull.DROP_OLDEST, 2, PATIENCE, Duration.ofSeconds(10), 0),
          clock,
          new Notices(lines::add, clock));

  private Report tried() {
    return attempts
        .of(new Capture("p", Path.of("p.png"), clock.now(), clock.nanos() - 5_000_000))
        .report();
  }

  @Test
  void aPictureThatIsClassifiedAtOnce() {
    Report report = tried();
    assertThat(report.outcome()).isEqualTo(Outcome.CLASSIFIED);
    assertThat(report.pads()).isEqualTo(1);
    assertThat(report.waitedMillis()).isEqualTo(5);
    assertThat(clock.slept).isEmpty();
    assertThat(lines).isEmpty();
  }

  @Test
  void anOutageCostsTimeAndNoPad() {
    classifier.then(UNREACHABLE, UNREACHABLE, UNREACHABLE);
    Report report = tried();
    assertThat(report.outcome()).isEqualTo(Outcome.CLASSIFIED);
    assertThat(report.pads()).isEqualTo(1);
    assertThat(clock.slept)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(lines).containsExactly("gateway: no broker", "gateway: answers again");
  }

  @Test
  void anOutageThatOutlastsThePatience() {
    ScriptedClassifier.Attempt[] down = new ScriptedClassifier.Attempt[30];
    Arrays.fill(down, UNREACHABLE);
    classifier.then(down);
    Report report = tried();
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.reason()).hasValueSatisfying(why -> assertThat(why).startsWith("no broker"));
    assertThat(report.pads()).isZero();
    assertThat(clock.slept.stream().mapToLong(Duration::toMillis).sum())
        .isBetween(PATIENCE.toMillis() - 15_000, PATIENCE.toMillis());
  }

  @Test
  void noMoreThanTheAllowedPads() {
    classifier.then(LOST, LOST, LOST);
    Report report = tried();
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.pads()).isEqualTo(2);
    assertThat(report.reason()).contains("no reply in time (2 pads spent on it)");
  }

  @Test
  void theNextPadAfterADamagedOne() {
    classifier.then(DAMAGED);
    Report report = tried();
    assertThat(report.outcome()).isEqualTo(Outcome.CLASSIFIED);
    assertThat(report.pads()).isEqualTo(2);
  }

  @Test
  void whatWaitingCannotMendIsNotTriedAgain() {
    classifier.then(NO_PICTURE, REFUSED);
    assertThat(tried().reason()).contains("x.png is no PNG or JPEG picture");
    assertThat(tried().reason()).contains("refused");
    assertThat(classifier.tried).hasSize(2);
    assertThat(clock.slept).isEmpty();
    assertThat(classifier.padsSpent()).isZero();
  }

  @Test
  void aPictureThatIsTooLargeForTheBoard() {
    classifier.then(
        attempt -> {
          throw new OutOfMemoryError("as told");
        });
    assertThat(tried().reason()).hasValueSatisfying(why -> assertThat(why).contains("-Xmx"));
    assertThat(tried().outcome()).isEqualTo(Outcome.CLASSIFIED);
  }

  @Test
  void theEndOfTheProgramEndsAPause() {
    attempts.stop();
    classifier.then(UNREACHABLE);
    Attempts.Result result =
        attempts.of(new Capture("p", Path.of("p.png"), clock.now(), clock.nanos()));
    assertThat(result.cutShort()).isTrue();
    assertThat(result.report().reason()).contains("the program ended; no broker");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void theSameTroubleIsToldAgainAfterTenMinutesOnly() {
    Notices notices = new Notices(lines::add, clock);
    for (int i = 0; i < 25; i++) {
      notices.bad("camera", "gone");
      clock.pass(Duration.ofMinutes(1));
    }
    notices.bad("camera", "on fire");
    notices.good("camera", "well");
    notices.good("camera", "well");
    assertThat(lines)
        .containsExactly(
            "camera: gone", "camera: gone", "camera: gone", "camera: on fire", "camera: well");
  }
}
