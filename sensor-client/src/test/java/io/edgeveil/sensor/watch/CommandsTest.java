package io.edgeveil.sensor.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs of this machine: their words, their time, what they leave. */
@Timeout(30)
class CommandsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path home;

  @Test
  void wordsAreSplitAsInAShellAndFilledInWithoutOne() {
    CommandWords words =
        CommandWords.parse("  cam 'a b' \"c 'd'\" e\\ f '' --out={} {label}x \\{} ");
    assertThat(words.with(Map.of("{}", "/p q", "{label}", "{} ; rm -rf $HOME")))
        .containsExactly(
            "cam", "a b", "c 'd'", "e f", "", "--out=/p q", "{} ; rm -rf $HOMEx", "/p q");
    for (String wrong : new String[] {"", "  ", "cam 'a", "''"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> CommandWords.parse(wrong));
    }
  }

  @Test
  void aCameraWritesToAFileOrToItsOutput() throws Exception {
    for (String command : new String[] {"sh -c 'echo x > \"$0\"' {}", "echo x"}) {
      Path shot;
      try (CommandCamera camera = CommandCamera.of(command, LIMIT, Optional.of(home))) {
        shot = camera.shoot("camera-000001");
        assertThat(shot).hasContent("x");
        assertThat(camera.nameOf(shot)).isEqualTo("camera-000001");
        camera.done(shot);
        assertThat(shot).doesNotExist();
        assertThat(camera.shoot("camera-000002")).exists(); // not done when the program ends
      }
      assertThat(home).isEmptyDirectory();
    }
  }

  @Test
  void aCameraThatFailsSaysWhy() throws Exception {
    requireFailure(
        "sh -c 'echo no lens >&2; echo at all >&2; exit 3'", LIMIT, "3: no lens | at all");
    requireFailure("true", LIMIT, "true wrote no picture to its output");
    requireFailure("true {}", LIMIT, "true wrote no picture to {}");
    requireFailure("/no/such/program", LIMIT, "cannot be started");
    requireFailure("sh -c 'echo wait >&2; sleep 60'", Duration.ofSeconds(1), "more than 1s");
    requireFailure("sh -c 'head -c 9999999 /dev/zero >&2; exit 1'", LIMIT, "code 1: ???");
  }

  @Test
  void aCameraThatNeverStopsWritingFillsNothing() throws Exception {
    for (String command : new String[] {"cat /dev/zero", "dd if=/dev/zero bs=64k of={}"}) {
      requireFailure(command, LIMIT, " wrote more than 67108864 bytes");
    }
  }

  private void requireFailure(String command, Duration limit, String why) throws Exception {
    try (CommandCamera camera = CommandCamera.of(command, limit, Optional.of(home))) {
      assertThatExceptionOfType(CaptureException.class)
          .isThrownBy(() -> camera.shoot("x"))
          .withMessageContaining(why)
          .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(2200));
    }
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void aCommandLearnsOfTheResult() throws Exception {
    Path log = home.resolve("log");
    String command =
        "sh -c 'echo \"$1 $2 $EDGEVEIL_OUTCOME $EDGEVEIL_LABEL $EDGEVEIL_JSON\" >> \"$0\"' '"
            + log
            + "' {} {score}";
    ResultCommand hook = new ResultCommand(CommandWords.parse(command), LIMIT);
    hook.tell(ResultsTest.classified("a b.png"));
    hook.tell(ResultsTest.failed("c.png"));
    assertThat(Files.readAllLines(log))
        .containsExactly(
            "a b.png 0.875000 classified cat "
                + ReportLine.of(ResultsTest.classified("a b.png")).json(),
            "c.png  failed  " + ReportLine.of(ResultsTest.failed("c.png")).json());
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                new ResultCommand(CommandWords.parse("sleep 60"), Duration.ofMillis(200))
                    .tell(ResultsTest.classified("a")))
        .withMessage("the command for results: sleep took more than 200ms");
  }
}
