package io.edgeveil.prepare.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.manifest.ModelBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The networks of the demonstration keep their accuracy in integers. */
class ShippedNetworksTest {
  private static final Path NETWORKS = Commands.DEMO.resolve("networks");
  private static final Path DIGITS = Commands.DEMO.resolve("images/mnist200");
  private static final Path CLOTHES = Commands.DEMO.resolve("images/fashion200");

  @TempDir Path models;

  private JsonNode importAs(String name, Path pictures, String labels) throws Exception {
    Commands.Outcome outcome =
        Commands.run(
            "import",
            NETWORKS.resolve(name + ".onnx"),
            "--name",
            name,
            "--calibration",
            pictures,
            "--preprocess",
            NETWORKS.resolve("grey.preprocess.json"),
            "--labels",
            NETWORKS.resolve(labels),
            "-o",
            models,
            "--json");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return outcome.json();
  }

  private JsonNode verify(String name, Path pictures, Object... reference) throws Exception {
    Commands.Outcome outcome =
        Commands.run(
            "verify",
            models.resolve(name),
            "--images",
            pictures,
            reference[0],
            reference[1],
            "--json");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.json().get("count").asInt()).isEqualTo(200);
    return outcome.json();
  }

  @Test
  void digits() throws Exception {
    JsonNode imported = importAs("lenet5_mnist", DIGITS, "lenet5_mnist.labels.txt");
    assertThat(imported.get("linear_layers").asInt()).isEqualTo(5);
    assertThat(imported.get("weights").asInt()).isEqualTo(61_470);
    JsonNode agreement =
        verify("lenet5_mnist", DIGITS, "--reference", DIGITS.resolve("reference.csv"));
    assertThat(agreement.get("top1_agreement").asDouble()).isGreaterThanOrEqualTo(0.995);
    assertThat(agreement.get("accuracy").asDouble()).isGreaterThanOrEqualTo(0.99);
    assertThat(agreement.get("largest_error").asDouble()).isLessThan(0.5);
  }

  @Test
  void clothes() throws Exception {
    importAs("lenet5_fashion", CLOTHES, "fashion.labels.txt");
    JsonNode agreement =
        verify("lenet5_fashion", CLOTHES, "--reference", CLOTHES.resolve("reference.csv"));
    assertThat(agreement.get("top1_agreement").asDouble()).isGreaterThanOrEqualTo(0.985);
  }

  @Test
  void clothesByResNet() throws Exception {
    importAs("resnet20_fashion", CLOTHES, "fashion.labels.txt");
    JsonNode agreement =
        verify("resnet20_fashion", CLOTHES, "--onnx", NETWORKS.resolve("resnet20_fashion.onnx"));
    assertThat(agreement.get("top1_agreement").asDouble()).isGreaterThanOrEqualTo(0.985);
    assertThat(agreement.has("accuracy")).isFalse();
  }

  @Test
  void theManifestIsReadAsItWasWritten() throws Exception {
    importAs("lenet5_mnist", DIGITS, "lenet5_mnist.labels.txt");
    ModelBundle bundle = ModelBundle.open(models.resolve("lenet5_mnist"));
    byte[] written = Files.readAllBytes(bundle.directory().resolve(ModelBundle.MANIFEST));
    assertThat(Json.writeIndented(Json.read(written, Manifest.class))).isEqualTo(written);
    assertThat(bundle.manifest().labels()).startsWith("0", "1").hasSize(10);
    assertThat(bundle.constants()).hasSize((int) bundle.manifest().constants().bytes() / 4);
  }

  @Test
  void importIsReproducible() throws Exception {
    String first = importAs("lenet5_fashion", CLOTHES, "fashion.labels.txt").get("digest").asText();
    Commands.Outcome refused =
        Commands.run(
            "import",
            NETWORKS.resolve("lenet5_fashion.onnx"),
            "--name",
            "lenet5_fashion",
            "--calibration",
            CLOTHES,
            "-o",
            models);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("is there already: say another --version, or --force");
    Files.delete(models.resolve("lenet5_fashion/1/manifest.json"));
    assertThat(importAs("lenet5_fashion", CLOTHES, "fashion.labels.txt").get("digest").asText())
        .isEqualTo(first);
  }

  @Test
  void planCountsWorkBytesAndMemory() throws Exception {
    importAs("lenet5_mnist", DIGITS, "lenet5_mnist.labels.txt");
    JsonNode plan = Commands.run("plan", models.resolve("lenet5_mnist/1"), "--json").json();
    assertThat(plan.get("gateway_operations").asLong()).isEqualTo(416_520);
    assertThat(plan.get("round_trips").asInt()).isEqualTo(5);
    // 784 + 1176 + 400 + 120 + 84 elements up, 4704 + 1600 + 120 + 84 + 10 down, 3 bytes each
    assertThat(plan.get("up_bytes").asLong()).isEqualTo(3 * 2564);
    assertThat(plan.get("down_bytes").asLong()).isEqualTo(3 * 6518);
    // The same elements at 19, 21, 23, 22 and 20 bits
    assertThat(plan.get("packed_up_bytes").asLong())
        .isEqualTo((784 * 19 + 1176 * 21 + 400 * 23 + 120 * 22 + 84 * 20) / 8);
    assertThat(plan.get("packed_down_bytes").asLong())
        .isEqualTo((4704 * 19 + 1600 * 21 + 120 * 23 + 84 * 22 + 10 * 20) / 8);
    assertThat(plan.get("offloaded_percent").asDouble()).isBetween(97.0, 97.1);
    assertThat(plan.get("layers")).hasSize(12);
    Commands.Outcome table = Commands.run("plan", models.resolve("lenet5_mnist"));
    assertThat(table.out())
        .contains("gateway", "416,520 multiply-adds", "round trips", "packed as bits");
  }
}
