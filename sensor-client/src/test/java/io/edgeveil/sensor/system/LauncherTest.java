package io.edgeveil.sensor.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the packages' launchers tell Java of the system's language. */
class LauncherTest {
  private static final Map<String, String> SHARED =
      Map.of("sensor-client", "edgeveil", "gateway", "edgeveil-gateway");

  @TempDir Path home;

  private String languageOfJava(String module, Map<String, String> environment) throws Exception {
    String name = module.equals("gateway") ? "edgeveil-gateway" : "edgeveil-sensor";
    Path launcher = Files.createDirectories(home.resolve("bin")).resolve(name);
    Files.copy(Path.of("..", module, "src/dist/root/usr/bin", name), launcher);
    Path shared = Files.createDirectories(home.resolve("share").resolve(SHARED.get(module)));
    Files.createFile(shared.resolve(name + ".jar"));
    Path java = Files.createDirectories(home.resolve("java/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nprintf %s \"${LC_ALL-}\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
    ProcessBuilder start = new ProcessBuilder("sh", launcher.toString(), "status");
    start.environment().keySet().removeIf(key -> key.startsWith("LC_") || key.equals("LANG"));
    start.environment().put("EDGEVEIL_JAVA_HOME", home.resolve("java").toString());
    start.environment().putAll(environment);
    Process process = start.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  @ParameterizedTest
  @CsvSource({
    "sensor-client, LANG,   C,           C.UTF-8",
    "gateway,       LANG,   C,           C.UTF-8",
    "sensor-client, LC_ALL, POSIX,       C.UTF-8",
    "sensor-client, OTHER,  '',          C.UTF-8",
    "sensor-client, LANG,   fa_IR.UTF-8, ''",
    "gateway,       LC_ALL, de_DE.utf8,  de_DE.utf8",
  })
  void namesBeyondAsciiCanBeRead(String module, String variable, String value, String wanted)
      throws Exception {
    assertThat(languageOfJava(module, Map.of(variable, value))).isEqualTo(wanted);
  }
}
