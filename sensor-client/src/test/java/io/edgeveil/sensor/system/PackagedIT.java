package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jars as they are delivered. */
class PackagedIT {
  private static final String PAHO = "org/eclipse/paho/mqttv5/";
  private static final Path SENSOR_JAR = Path.of(System.getProperty("edgeveil.sensor.jar"));

  @Test
  void theSensorIsOneSmallJar() throws Exception {
    assertThat(SENSOR_JAR.toFile().length()).isLessThan(20_000_000);
    try (JarFile jar = new JarFile(SENSOR_JAR.toFile())) {
      List<String> names = jar.stream().map(entry -> entry.getName()).toList();
      assertThat(names)
          .contains(
              "io/edgeveil/sensor/app/SensorCommand.class",
              "org/eclipse/paho/mqttv5/client/MqttAsyncClient.class",
              "META-INF/LICENSE-APACHE-2.0",
              "META-INF/LICENSE-BOUNCY-CASTLE",
              "META-INF/NOTICE",
              "about.html")
          .noneMatch(
              name ->
                  name.startsWith("org/nd4j/")
                      || name.startsWith("org/bytedeco/")
                      || name.startsWith("com/hivemq/")
                      || name.startsWith("io/edgeveil/gateway/")
                      || name.startsWith("io/edgeveil/linear/")
                      || name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"));
      assertThat(text(jar, "META-INF/LICENSE.txt")).as("SLF4J's licence").contains("QOS.ch");
      assertThat(text(jar, "META-INF/NOTICE.txt"))
          .contains("Apache Commons Compress", "Apache Commons IO");
      assertThat(text(jar, PAHO + "common/packet/util/CountingInputStream.class"))
          .as("reads in bulk: our class, not Paho's")
          .contains("skip");
      assertThat(text(jar, PAHO + "client/wire/MqttInputStream.class"))
          .as("does not copy payloads: our class, not Paho's")
          .contains("fixedHeader");
      assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release")).isEqualTo("true");
    }
  }

  private static String text(JarFile jar, String entry) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void theSensorsJarRuns() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                SENSOR_JAR.toString(),
                "status",
                "--bundle",
                "nowhere")
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(out).isEmpty();
    assertThat(err.lines())
        .containsExactly("edgeveil-sensor: no device bundle at nowhere: device.json is missing");
    assertThat(process.exitValue()).isEqualTo(1);
  }

  /** What each does about them, HeapDumpsTest shows. */
  @ParameterizedTest
  @ValueSource(strings = {"model", "gateway", "sensor"})
  void eachProgramTurnsHeapDumpsOff(String program) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+HeapDumpOnOutOfMemoryError",
                "-jar",
                System.getProperty("edgeveil." + program + ".jar"),
                "--version")
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("HeapDumpOnOutOfMemoryError is turned off", "edgeveil-" + program + " ");
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aNameThatJavaCannotWriteInTheSystemsLanguageIsToldSo() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String bundle = "\"$(printf 'b\\303\\274cher')\""; // whatever the language of this process
    ProcessBuilder start =
        new ProcessBuilder(
            "sh",
            "-c",
            "exec \"$@\" --bundle " + bundle,
            "-",
            java,
            "-jar",
            SENSOR_JAR.toString(),
            "status");
    start.environment().put("LC_ALL", "C");
    Process process = start.start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(err.lines()).hasSize(1);
    assertThat(err).startsWith("edgeveil-sensor: ").contains("LC_ALL=C.UTF-8 helps");
    assertThat(process.exitValue()).isEqualTo(2);
  }

  @Test
  void nothingOnTheGatewaysClassPathUnmasks() throws Exception {
    File[] jars = new File(System.getProperty("edgeveil.gateway.lib")).listFiles();
    assertThat(jars).isNotEmpty();
    for (File file : jars) {
      try (JarFile jar = new JarFile(file)) {
        assertThat(jar.stream().map(entry -> entry.getName()))
            .as(file.getName())
            .noneMatch(
                name ->
                    name.startsWith("io/edgeveil/pads/")
                        || name.startsWith("io/edgeveil/sensor/")
                        || name.startsWith("io/edgeveil/prepare/"));
      }
    }
  }
}
