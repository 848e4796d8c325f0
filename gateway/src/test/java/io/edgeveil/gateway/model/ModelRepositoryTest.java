package io.edgeveil.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.manifest.ModelDigest;
import io.edgeveil.linear.ReferenceKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRepositoryTest {
  @TempDir Path models;
  private TinyBundle tiny;

  @BeforeEach
  void writeOneBundle() throws IOException {
    tiny = TinyBundle.write(models, "tiny", "1", 7);
  }

  private ModelRepository load() throws IOException, BundleFormatException {
    return ModelRepository.load(models, new ReferenceKernel());
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(this::load)
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("tiny")
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }

  private void assertRefusedAfter(Consumer<ObjectNode> change, String... words) throws IOException {
    tiny.editManifest(change);
    assertRefused(words);
  }

  private static ObjectNode layer(ObjectNode manifest, int place) {
    return (ObjectNode) manifest.get("layers").get(place);
  }

  private static ObjectNode operation(ObjectNode manifest, int place) {
    return (ObjectNode) layer(manifest, place).get("operation");
  }

  private static ObjectNode numbers(ObjectNode manifest, int place) {
    return (ObjectNode) operation(manifest, place).get("quantisation");
  }

  @Test
  void everyVersionIsFoundByItsDigestAndTheNewestIsKnown() throws Exception {
    Path nine = TinyBundle.write(models, "tiny", "9", 8).directory();
    TinyBundle.write(models, "tiny", "10", 9);
    TinyBundle.write(models, "other", "1", 10);
    try (ModelRepository repository = load()) {
      assertThat(repository.models())
          .extracting(ServedModel::toString)
          .containsExactly("other 1", "tiny 1", "tiny 9", "tiny 10");
      assertThat(repository.newest())
          .extracting(ServedModel::toString)
          .containsExactly("other 1", "tiny 10");
      String digest = ModelBundle.open(nine).digest();
      assertThat(repository.byDigest(digest).orElseThrow().version()).isEqualTo("9");
      assertThat(repository.byDigest("0".repeat(64))).isEmpty();
    }
  }

  @Test
  void aServedModelKnowsItsLayers() throws Exception {
    try (ModelRepository repository = load()) {
      ServedModel model = repository.models().get(0);
      assertThat(model.layers()).extracting(ServedLayer::name).isEqualTo(List.of("conv1", "fc1"));
      assertThat(model.layers()).extracting(ServedLayer::inputElements).containsExactly(72, 108);
      assertThat(model.layers()).extracting(ServedLayer::outputElements).containsExactly(108, 10);
      assertThat(model.parameters()).isEqualTo(54 + 1080);
    }
  }

  @Test
  void namesWithADotAndLooseFilesArePassedOver() throws Exception {
    Files.createDirectories(models.resolve(".staging/x"));
    Files.writeString(models.resolve("README"), "notes");
    try (ModelRepository repository = load()) {
      assertThat(repository.models()).hasSize(1);
    }
  }

  @Test
  void noModelsAreRefused() throws Exception {
    Path empty = Files.createDirectory(models.resolve(".empty"));
    assertThatThrownBy(() -> ModelRepository.load(empty, new ReferenceKernel()))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContainingAll("no models in", ".empty");
    assertThatThrownBy(() -> ModelRepository.load(models.resolve("absent"), new ReferenceKernel()))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("absent");
    assertThatThrownBy(() -> ModelRepository.load(tiny.directory(), new ReferenceKernel()))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("is itself a bundle");
  }

  @Test
  void aVersionWithoutManifestIsRefused() throws Exception {
    Files.delete(tiny.directory().resolve("manifest.json"));
    assertRefused("manifest.json is missing");
  }

  @Test
  void damagedWeightsAreRefused() throws Exception {
    Path weights = tiny.directory().resolve("weights.bin");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[100] ^= 1;
    Files.write(weights, bytes);
    assertRefused("weights.bin is not the file its manifest names");
    Files.delete(weights);
    assertRefused("weights.bin is missing");
  }

  @Test
  void aManifestThatIsNoJsonIsRefused() throws Exception {
    Files.writeString(tiny.directory().resolve("manifest.json"), "{\"format\": 1,");
    assertRefused("not valid JSON");
  }

  @Test
  void aManifestOfAnotherFolderIsRefused() throws Exception {
    assertRefusedAfter(manifest -> manifest.put("name", "other"), "that of other/1");
  }

  @Test
  void namesThatAreNoIdsAreRefused() throws Exception {
    assertRefusedAfter(manifest -> manifest.put("name", "../x"), "must be ids");
  }

  @Test
  void layerNamesThatAreNoIdsOrComeTwiceAreRefused() throws Exception {
    assertRefusedAfter(m -> layer(m, 0).put("name", "a/+"), "name is no id");
    assertRefusedAfter(m -> layer(m, 0).put("name", "fc1"), "two linear layers are named fc1");
  }

  @Test
  void indicesOutOfOrderAreRefused() throws Exception {
    assertRefusedAfter(m -> numbers(m, 2).put("index", 2), "fc1", "numbered 0, 1");
    assertRefusedAfter(m -> numbers(m, 2).put("index", 0), "fc1", "numbered 0, 1");
  }

  @Test
  void weightsBeyondTheFileAreRefused() throws Exception {
    assertRefusedAfter(m -> numbers(m, 2).put("weights_offset", 55), "ends before the weights");
    assertRefusedAfter(
        m -> numbers(m, 2).put("weights_offset", Long.MAX_VALUE), "ends before the weights");
  }

  @Test
  void aModulusThatDoesNotCoverWhatTheWeightsReachIsRefused() throws Exception {
    assertRefusedAfter(
        m -> numbers(m, 2).put("modulus_bits", 16).put("lowest", 0).put("highest", 1),
        "fc1",
        "k = 16 does not cover");
  }

  @Test
  void boundsNarrowerThanTheWeightsReachAreRefused() throws Exception {
    assertRefusedAfter(m -> numbers(m, 0).put("highest", 1), "conv1", "manifest says results lie");
  }

  @Test
  void anUntrueL1IsRefused() throws Exception {
    assertRefusedAfter(m -> numbers(m, 0).put("l1", 1), "conv1", "L1 norm 1");
  }

  @Test
  void aWeightOfMinus128IsRefused() throws Exception {
    Path file = tiny.directory().resolve("weights.bin");
    byte[] bytes = Files.readAllBytes(file);
    bytes[3] = Byte.MIN_VALUE;
    Files.write(file, bytes);
    assertRefusedAfter(
        m -> ((ObjectNode) m.get("weights")).put("sha256", ModelDigest.of(bytes)), "-128");
  }

  @Test
  void aShapeThatTheOperationDoesNotGiveIsRefused() throws Exception {
    assertRefusedAfter(m -> layer(m, 0).putArray("shape").add(1).add(5), "conv1", "shape 1x5");
  }

  @Test
  void missingPartsAreRefused() throws Exception {
    Map<String, Consumer<ObjectNode>> holes =
        Map.of(
            "weights", m -> m.putNull("weights"),
            "sha256", m -> ((ObjectNode) m.get("weights")).putNull("sha256"),
            "quantisation", m -> operation(m, 0).putNull("quantisation"),
            "window", m -> operation(m, 0).putNull("window"),
            "input", m -> operation(m, 0).putNull("input"),
            "shape", m -> layer(m, 0).putNull("shape"),
            "layers", m -> m.putNull("layers"),
            "operation", m -> layer(m, 0).putNull("operation"));
    for (var hole : holes.entrySet()) {
      tiny = TinyBundle.write(models, "tiny", "1", 7);
      tiny.editManifest(hole.getValue());
      assertThatThrownBy(this::load)
          .as(hole.getKey())
          .isInstanceOf(BundleFormatException.class)
          .hasMessageContaining("tiny");
    }
  }
}
