package io.edgeveil.prepare.quantise;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.manifest.Blob;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.manifest.ModelDigest;
import io.edgeveil.core.manifest.Preprocessing;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.wire.Ids;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes model bundles. */
public final class BundleWriter {
  private BundleWriter() {}

  /**
   * Writes {@code models/<name>/<version>/}. The manifest comes last: a bundle cut short is none.
   *
   * @param labels one per output element, or empty
   * @param replace whether a bundle of that version may be overwritten
   * @return the directory written
   * @throws FileAlreadyExistsException if the version exists and may not be overwritten
   * @throws IllegalArgumentException if name or version is no id, or labels are too few or many
   */
  public static Path write(
      Path models,
      String name,
      String version,
      Preprocessing preprocessing,
      List<String> labels,
      QuantisedModel model,
      boolean replace)
      throws IOException {
    Ids.requireId("name", name);
    Ids.requireId("version", version);
    requireLabels(labels, outputShape(model));
    Path directory = models.resolve(name).resolve(version);
    Path manifestFile = directory.resolve(ModelBundle.MANIFEST);
    if (Files.exists(manifestFile) && !replace) {
      throw new FileAlreadyExistsException(directory.toString());
    }
    Files.createDirectories(directory);
    Files.deleteIfExists(manifestFile);
    Path weights = directory.resolve(ModelBundle.WEIGHTS);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(weights))) {
      for (byte[] layer : model.weights()) {
        out.write(layer);
      }
    }
    Path constants = directory.resolve(ModelBundle.CONSTANTS);
    Files.write(constants, littleEndian(model.constants()));
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            name,
            version,
            model.input(),
            model.inputShape(),
            preprocessing,
            model.layers(),
            model.output(),
            labels,
            blob(weights),
            blob(constants));
    Files.write(manifestFile, Json.writeIndented(manifest));
    return directory;
  }

  private static Shape outputShape(QuantisedModel model) {
    return model.layers().stream()
        .filter(layer -> layer.output().equals(model.output()))
        .map(Layer::shape)
        .findFirst()
        .orElse(model.inputShape());
  }

  private static void requireLabels(List<String> labels, Shape output) {
    if (!labels.isEmpty() && labels.size() != output.elements()) {
      throw new IllegalArgumentException(
          labels.size() + " labels for an output of " + output.elements() + " elements");
    }
  }

  private static Blob blob(Path file) throws IOException {
    return new Blob(Files.size(file), ModelDigest.of(file));
  }

  private static byte[] littleEndian(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
