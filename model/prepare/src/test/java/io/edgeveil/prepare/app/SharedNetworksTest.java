package io.edgeveil.prepare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks that may not ship, where a folder {@code shared} with them stands beside the project.
 */
class SharedNetworksTest {
  @TempDir Path folder;
  private Path shared;

  @BeforeEach
  void find() {
    String reason = "no folder 'shared' with further networks stands beside the project";
    if (Commands.shared().isEmpty()) {
      System.out.println("SKIPPED: " + reason);
    }
    assumeTrue(Commands.shared().isPresent(), reason);
    shared = Commands.shared().orElseThrow();
  }

  private JsonNode agreement(
      String network, String preprocessing, Path pictures, Object... reference) throws Exception {
    Path preprocess = Files.writeString(folder.resolve("preprocess.json"), preprocessing);
    Commands.Outcome imported =
        Commands.run(
            "import",
            shared.resolve("models").resolve(network),
            "--name",
            "net",
            "--preprocess",
            preprocess,
            "--calibration",
            pictures,
            "-o",
            folder.resolve("models"));
    assertThat(imported.err()).isEmpty();
    Commands.Outcome verified =
        Commands.run(
            "verify",
            folder.resolve("models/net"),
            "--images",
            pictures,
            reference[0],
            reference[1],
            "--json");
    assertThat(verified.err()).isEmpty();
    System.out.println(network + ": " + verified.out().strip());
    return verified.json();
  }

  @Test
  void resNetOnCifar() throws Exception {
    Path pictures = shared.resolve("data/cifar200");
    JsonNode agreement =
        agreement(
            "resnet20_cifar10.onnx",
            "{\"colours\":\"RGB\",\"shorter_side\":0,\"scale\":0.003921569,"
                + "\"mean\":[0.485,0.456,0.406],\"deviation\":[0.229,0.224,0.225]}",
            pictures,
            "--reference",
            pictures.resolve("reference.csv"));
    assertThat(agreement.get("top1_agreement").asDouble()).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void digitsByAnotherExporter() throws Exception {
    JsonNode agreement =
        agreement(
            "mnist_cntk.onnx",
            "{\"colours\":\"GREY\",\"shorter_side\":0,\"scale\":0.003921569,"
                + "\"mean\":[0],\"deviation\":[1]}",
            shared.resolve("data/mnist200"),
            "--onnx",
            shared.resolve("models/mnist_cntk.onnx"));
    assertThat(agreement.get("top1_agreement").asDouble()).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void squeezeNetOnPhotos() throws Exception {
    assertFiveOfSix(
        "squeezenet1.1.onnx",
        "{\"colours\":\"BGR\",\"shorter_side\":256,\"scale\":1,"
            + "\"mean\":[103.94,116.78,123.68],\"deviation\":[1]}");
  }

  @Test
  void mobileNetOnPhotos() throws Exception {
    assertFiveOfSix(
        "mobilenet_v1_0.25_128.onnx",
        "{\"colours\":\"RGB\",\"shorter_side\":146,\"scale\":0.007843137,"
            + "\"mean\":[1],\"deviation\":[1]}");
  }

  private void assertFiveOfSix(String network, String preprocessing) throws Exception {
    Path photos = Files.createDirectories(folder.resolve("photos"));
    for (String name :
        List.of(
            "astronaut.png",
            "camera.png",
            "chelsea.png",
            "coffee.png",
            "motorcycle_left.png",
            "rocket.jpg")) {
      Files.copy(shared.resolve("data/skimage_" + name), photos.resolve(name));
    }
    JsonNode agreement =
        agreement(
            network, preprocessing, photos, "--onnx", shared.resolve("models").resolve(network));
    assertThat(agreement.get("count").asInt()).isEqualTo(6);
    assertThat(agreement.get("top1_agreement").asDouble()).isGreaterThan(4.99 / 6);
  }
}
