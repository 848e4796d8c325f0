package io.edgeveil.sensor.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of {@code watch} that do not go together are refused, and the words say why. */
class WatchUsageTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int watch(String options) {
    List<String> args = new ArrayList<>(List.of("watch", "--bundle", "nowhere"));
    if (!options.isEmpty()) {
      args.addAll(List.of(options.split(" ")));
    }
    return SensorCommand.run(
        new PrintWriter(out), new PrintWriter(err), args.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                             | one of --folder, --camera and --fake",
        "--folder x --camera y                          | one of --folder, --camera and --fake",
        "--folder x --every 1s                          | --every and --trigger are for cameras",
        "--fake-camera x --every 1s --trigger stdin     | --every or --trigger, not both",
        "--fake-camera x --every 0s                     | --every must be above 0",
        "--fake-camera x --every 10                     | a time is 500ms, 10s, 2m, 1h or 7d",
        "--fake-camera x --after delete                 | --after and --settle are for --folder",
        "--fake-camera x --spool y                      | --camera-timeout and --spool are for",
        "--folder x --after burn                        | after is leave, delete or move:DIR",
        "--camera 'rpicam                               | a quote ' is not closed",
        "--folder x --exec \"alarm                      | --exec: a quote \" is not closed",
        "--folder x --queue 0                           | --queue must be at least 1",
        "--folder x --pads-per-picture 0                | --pads-per-picture must be at least 1",
        "--folder x --when-full explode                 | drop-oldest",
        "--folder x --top 0                             | --top must be at least 1",
        "--folder x --publish --gateway coap://localhost| need MQTT",
      },
      quoteCharacter = '`')
  void isRefused(String options, String why) {
    assertThat(watch(options.equals("''") ? "" : options)).isEqualTo(2);
    assertThat(err.toString()).contains(why);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aBundleThatIsNotThere() {
    assertThat(watch("--fake-camera x --when-full drop-oldest")).isEqualTo(1);
    assertThat(err.toString()).contains("no device bundle at nowhere");
  }
}
