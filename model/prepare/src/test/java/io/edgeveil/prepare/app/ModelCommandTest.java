package io.edgeveil.prepare.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.prepare.onnx.OnnxGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Usage, failures and small runs of every command. */
class ModelCommandTest {
  private static final Path PICTURES = Commands.DEMO.resolve("images/mnist200");

  @TempDir Path folder;
  private Path tiny;

  @BeforeEach
  void writeTinyNetwork() throws Exception {
    tiny = folder.resolve("tiny.onnx");
    Files.write(
        tiny,
        new OnnxGraph(13, 1, 1, 4, 4)
            .floats("w", new int[] {2, 1, 4, 4}, new float[32])
            .node("Conv", "x w", "conv")
            .node("Flatten", "conv", "y")
            .model("y")
            .toByteArray());
  }

  private Commands.Outcome importTiny(Object... more) {
    Object[] args = {
      "import",
      tiny,
      "--name",
      "tiny",
      "--calibration",
      PICTURES,
      "--calibration-limit",
      2,
      "-o",
      folder.resolve("models")
    };
    Object[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Commands.run(all);
  }

  private static void assertOneLine(Commands.Outcome outcome, int exitCode, String message) {
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void badUsageIsTwo() {
    assertOneLine(Commands.run(), 2, "edgeveil-model: a command is missing");
    assertOneLine(Commands.run("fly"), 2, "unknown command");
    assertOneLine(Commands.run("plan"), 2, "Missing required parameter");
    assertOneLine(Commands.run("import", tiny), 2, "Missing required options");
    assertOneLine(importTiny("--activation-bits", 17), 2, "must be in 2..16, got 17");
    assertOneLine(importTiny("--activation-bits", "x"), 2, "--activation-bits");
    assertOneLine(importTiny("--version", "../1"), 2, "--version must match");
    assertOneLine(Commands.run("verify", tiny, "--images", PICTURES), 2, "Missing required");
    assertOneLine(
        Commands.run("pads", tiny, "--device", "A", "--count", 1, "-o", folder), 2, "--device");
    assertOneLine(
        Commands.run("pads", tiny, "--device", "a", "--count", 0, "-o", folder), 2, "--count");
  }

  @Test
  void helpIsZero() {
    for (String command : new String[] {"import", "plan", "verify", "pads", "alexnet"}) {
      Commands.Outcome outcome = Commands.run(command, "--help");
      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.out()).startsWith("Usage: edgeveil-model " + command);
    }
  }

  @Test
  void failuresAreOneLine() throws Exception {
    assertOneLine(
        Commands.run("plan", folder.resolve("none")), 1, "edgeveil-model: no model bundle at");
    assertOneLine(
        Commands.run("import", folder, "--name", "a", "--calibration", PICTURES, "-o", folder),
        1,
        "is no file of at most");
    Path unsupported = folder.resolve("lstm.onnx");
    Files.write(
        unsupported, new OnnxGraph(13, 1, 1, 4, 4).node("LSTM", "x", "y").model("y").toByteArray());
    assertOneLine(
        Commands.run("import", unsupported, "--name", "a", "--calibration", PICTURES, "-o", folder),
        1,
        "node 'the_LSTM' (LSTM): this operator is not supported; supported: Add,");
    Path notes = Files.createDirectories(folder.resolve("notes"));
    assertOneLine(
        Commands.run("import", tiny, "--name", "a", "--calibration", notes, "-o", folder),
        1,
        "no .png, .jpg or .jpeg file in");
    Files.writeString(notes.resolve("a.png"), "no picture");
    assertOneLine(
        Commands.run("import", tiny, "--name", "a", "--calibration", notes, "-o", folder),
        1,
        "a.png is no PNG or JPEG picture");
    Path labels = Files.writeString(folder.resolve("labels"), "one\n");
    assertOneLine(importTiny("--labels", labels), 1, "1 labels for an output of 2 elements");
    Path colours =
        Files.writeString(
            folder.resolve("rgb.json"),
            "{\"colours\":\"RGB\",\"shorter_side\":0,\"scale\":1,\"mean\":[0],\"deviation\":[1]}");
    assertOneLine(importTiny("--preprocess", colours), 1, "the input is 1x1x4x4");
    Files.writeString(colours, "{");
    assertOneLine(importTiny("--preprocess", colours), 1, "edgeveil-model: not valid JSON");
  }

  @Test
  void aLayerBeyondEveryModulusIsRefusedWithTheFigures() throws Exception {
    // 784 weights of 127 times activations up to 65535 reach 6.5e9.
    float[] ones = new float[784];
    java.util.Arrays.fill(ones, 1);
    Path wide = folder.resolve("wide.onnx");
    Files.write(
        wide,
        new OnnxGraph(13, 1, 1, 28, 28)
            .floats("w", new int[] {784, 1}, ones)
            .node("Flatten", "x", "flat")
            .node("Gemm", "flat w", "y")
            .model("y")
            .toByteArray());
    assertOneLine(
        Commands.run(
            "import",
            wide,
            "--name",
            "a",
            "--calibration",
            PICTURES,
            "--calibration-limit",
            2,
            "--activation-bits",
            16,
            "-o",
            folder.resolve("models")),
        1,
        "is not below the largest modulus, 2147483647; try --activation-bits 14 or less");
  }

  @Test
  void importPlanVerifyPads() throws Exception {
    Commands.Outcome imported = importTiny("--version", "2");
    assertThat(imported.err()).isEmpty();
    assertThat(imported.out()).contains("tiny/2: 1 linear layers, 32 weights, k 16 to 16");
    Path model = folder.resolve("models/tiny");
    assertThat(Commands.run("plan", model).exitCode()).isZero();
    Commands.Outcome verified =
        Commands.run(
            "verify",
            model,
            "--images",
            PICTURES,
            "--limit",
            3,
            "--onnx",
            tiny,
            "--json",
            "--kernel",
            "reference");
    assertThat(verified.json().get("largest_error").asDouble()).isZero();
    assertThat(verified.json().get("kernel").asText()).isEqualTo("reference");
    assertOneLine(
        Commands.run("verify", model, "--images", PICTURES, "--onnx", tiny, "--kernel", "gpu"),
        2,
        "kernel must be auto, onednn, nd4j or reference");
    Path table = Files.writeString(folder.resolve("r.csv"), "file,label,logit0\n000.png,,1,2\n");
    assertOneLine(
        Commands.run("verify", model, "--images", PICTURES, "--limit", 2, "--reference", table),
        1,
        "has no line for 001.png");
    Path device = folder.resolve("device");
    Commands.Outcome made =
        Commands.run("pads", model, "--device", "pi-1", "--count", 5, "-o", device, "--json");
    assertThat(made.json().get("count").asInt()).isEqualTo(5);
    assertThat(device.resolve("device.json")).exists();
    assertOneLine(
        Commands.run("pads", model, "--device", "pi-2", "--count", 5, "-o", device),
        1,
        "is the bundle of device pi-1, not of pi-2");
    var more =
        Commands.run("pads", model, "--device", "pi-1", "--count", 7, "-o", device, "--json");
    assertThat(more.json().get("count").asInt()).isEqualTo(7);
    assertThat(DeviceBundle.open(device).padsLeft()).isEqualTo(12);
  }
}
