package io.edgeveil.sensor.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.PadSetFacts;
import io.edgeveil.sensor.system.WholeSystem.Outcome;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures as cameras take them, by the packaged program in the memory that it has. */
class CameraPicturesIT {
  private static final int SIDE = 3472; // 12 megapixels

  @TempDir static Path home;

  private static WholeSystem system;
  private static Path bundle;
  private static BufferedImage seven;

  @BeforeAll
  static void start() throws Exception {
    system = new WholeSystem(home);
    system.importDigits(system.models(), "1", 8);
    bundle = system.makePads(system.model(), "bundle", 20);
    system.startGateway();
    system.enrol(bundle);
    BufferedImage digit = ImageIO.read(WholeSystem.digits().get(0).toFile());
    seven = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D canvas = seven.createGraphics();
    canvas.drawImage(digit, 0, 0, SIDE, SIDE, null);
    canvas.dispose();
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void twelveMegapixelsAreClassified() throws Exception {
    List<String> pictures = new ArrayList<>();
    for (String format : List.of("jpg", "png")) {
      Path file = home.resolve("seven." + format);
      assertThat(ImageIO.write(seven, format, file.toFile())).isTrue();
      pictures.add(file.toString());
    }
    Outcome outcome = infer(pictures);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("\"label\":\"7\""));
  }

  @Test
  void aPictureThatEndsEarlyIsNot() throws Exception {
    Path whole = home.resolve("whole.jpg");
    assertThat(ImageIO.write(seven, "jpg", whole.toFile())).isTrue();
    byte[] bytes = Files.readAllBytes(whole);
    Path half = home.resolve("half.jpg");
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
    Outcome outcome = infer(List.of(half.toString()));
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).singleElement().asString().contains(half + " is damaged");
  }

  @Test
  void resultsThatReachNobodyCostOnePad() throws Exception {
    long before = padsLeft();
    List<String> ten = WholeSystem.digits().subList(0, 10).stream().map(Path::toString).toList();
    Outcome outcome = infer(ten, Path.of("/dev/full"));
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .singleElement()
        .asString()
        .startsWith("edgeveil-sensor: standard output takes no more");
    assertThat(padsLeft()).isEqualTo(before - 1);
  }

  private static long padsLeft() throws Exception {
    return DeviceBundle.open(bundle).padSets().stream().mapToLong(PadSetFacts::left).sum();
  }

  /** With the options of {@code /usr/bin/edgeveil-sensor}. */
  private static Outcome infer(List<String> pictures, Path out)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms8m",
                "-Xmx48m",
                "-Xss256k",
                "-XX:ReservedCodeCacheSize=24m",
                "-Djava.awt.headless=true",
                "-jar",
                System.getProperty("edgeveil.sensor.jar"),
                "infer",
                "--json",
                "--bundle",
                bundle.toString()));
    command.addAll(pictures);
    Path err = home.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), List.of(), Files.readAllLines(err, UTF_8));
  }

  private static Outcome infer(List<String> pictures) throws IOException, InterruptedException {
    Path out = home.resolve("out");
    Outcome outcome = infer(pictures, out);
    return new Outcome(outcome.exitCode(), Files.readAllLines(out, UTF_8), outcome.err());
  }
}
