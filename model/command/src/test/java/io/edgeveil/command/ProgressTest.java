package io.edgeveil.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter written = new StringWriter();
  private long now;

  @Test
  void theLineSaysHowFarAndHowLong() {
    ProgressLine line = new ProgressLine("making pads", 1000, 0);
    assertThat(line.at(0, 0))
        .isEqualTo("making pads [                              ] 0 %  0/1,000");
    assertThat(line.at(500, TimeUnit.SECONDS.toNanos(75)))
        .isEqualTo("making pads [###############               ] 50 %  500/1,000  1:15 left");
    assertThat(line.at(1000, TimeUnit.SECONDS.toNanos(150)))
        .isEqualTo("making pads [##############################] 100 %  1,000/1,000");
    assertThat(line.at(1, TimeUnit.SECONDS.toNanos(10))).endsWith("2:46:30 left");
    assertThat(new ProgressLine("reading", 0, 0).at(7, TimeUnit.SECONDS.toNanos(3)))
        .isEqualTo("reading  7  0:03");
  }

  @Test
  void theBarIsDrawnTenTimesASecondAtMostAndWipedAtTheEnd() {
    try (Progress progress = new Progress("t", 10, new PrintWriter(written), () -> now)) {
      assertThat(written.toString()).startsWith("\rt [").doesNotContain("\n");
      int once = written.toString().length();
      progress.step();
      assertThat(written.toString()).hasSize(once);
      now += TimeUnit.MILLISECONDS.toNanos(100);
      progress.step();
      assertThat(written.toString().substring(once)).contains("20 %  2/10");
    }
    assertThat(written.toString()).matches("(?s).*\\r +\\r");
  }

  @Test
  void nobodyWatchingSeesNothing() {
    try (Progress progress = new Progress("t", 10, null, () -> now)) {
      progress.stepTo(10);
    }
    assertThat(written.toString()).isEmpty();
  }

  @Test
  void coloursAreForTerminalsOfPeopleWhoWantThem() {
    assertThat(Terminal.colours(null, "xterm")).isTrue();
    assertThat(Terminal.colours("", "xterm")).isTrue();
    assertThat(Terminal.colours("1", "xterm")).isFalse();
    assertThat(Terminal.colours(null, "dumb")).isFalse();
  }
}
