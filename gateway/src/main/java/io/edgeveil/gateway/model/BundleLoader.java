package io.edgeveil.gateway.model;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.linear.LinearKernel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** From one bundle on disk to one served model, trusting nothing the manifest says. */
final class BundleLoader {
  private final Path directory;
  private final LinearKernel kernel;

  private BundleLoader(Path directory, LinearKernel kernel) {
    this.directory = directory;
    this.kernel = kernel;
  }

  /**
   * Loads the bundle in {@code <name>/<version>/}.
   *
   * @throws BundleFormatException naming the directory and the first thing that is wrong
   */
  static ServedModel load(Path directory, LinearKernel kernel)
      throws IOException, BundleFormatException {
    return new BundleLoader(directory, kernel).load();
  }

  private ServedModel load() throws IOException, BundleFormatException {
    ModelBundle bundle = ModelBundle.open(directory);
    Manifest manifest = bundle.manifest();
    requireOwnFolder(manifest);
    if (manifest.weights() == null || manifest.weights().sha256() == null) {
      throw refusal("the manifest names no weights");
    }
    List<LinearLayer> linear = manifest.linearLayers();
    if (linear.isEmpty()) {
      throw refusal("the model has no linear layer");
    }
    requireNames(linear);
    requireShapes(manifest);
    ByteBuffer weights = bundle.weights();
    List<ServedLayer> served = new ArrayList<>();
    try {
      for (LinearLayer layer : linear) {
        served.add(serve(layer, served.size(), weights));
      }
      ServedModel model =
          new ServedModel(manifest.name(), manifest.version(), bundle.digest(), served);
      served.clear();
      return model;
    } finally {
      served.forEach(layer -> layer.prepared().close());
    }
  }

  private ServedLayer serve(LinearLayer layer, int place, ByteBuffer weights)
      throws BundleFormatException {
    LinearOperation operation = layer.operation();
    if (operation.quantisation() == null || operation.index() != place) {
      throw refusal(
          "layer "
              + layer.name()
              + ": linear layers are numbered 0, 1, … in order; wanted "
              + place);
    }
    byte[] own;
    try {
      own = ModelBundle.weightsOf(operation, weights);
    } catch (BundleFormatException e) {
      throw new BundleFormatException(directory + ": " + e.getMessage(), e);
    }
    String complaint = LayerCheck.complaint(operation, own);
    if (complaint != null) {
      throw refusal("layer " + layer.name() + ": " + complaint);
    }
    try {
      return new ServedLayer(layer.name(), operation, kernel.prepare(operation, own));
    } catch (IllegalArgumentException e) {
      throw new BundleFormatException(
          directory
              + ": layer "
              + layer.name()
              + ": the "
              + kernel.name()
              + " kernel refuses it: "
              + e.getMessage(),
          e);
    }
  }

  private void requireOwnFolder(Manifest manifest) throws BundleFormatException {
    String version = String.valueOf(directory.getFileName());
    String name = String.valueOf(directory.toAbsolutePath().getParent().getFileName());
    if (!Ids.isId(manifest.name()) || !Ids.isId(manifest.version())) {
      throw refusal("the manifest's name and version must be ids ([a-z0-9_-], at most 64)");
    }
    if (!manifest.name().equals(name) || !manifest.version().equals(version)) {
      throw refusal(
          "the manifest is that of "
              + manifest.name()
              + "/"
              + manifest.version()
              + ", not of the folder it lies in");
    }
  }

  private void requireNames(List<LinearLayer> linear) throws BundleFormatException {
    Set<String> names = new HashSet<>();
    for (LinearLayer layer : linear) {
      if (!Ids.isId(layer.name())) {
        throw refusal("a linear layer's name is no id ([a-z0-9_-], at most 64)");
      }
      if (!names.add(layer.name())) {
        throw refusal("two linear layers are named " + layer.name());
      }
    }
  }

  private void requireShapes(Manifest manifest) throws BundleFormatException {
    for (Layer layer : manifest.layers()) {
      if (layer.operation() instanceof LinearOperation operation
          && !operation.outputShape().equals(layer.shape())) {
        throw refusal(
            "layer "
                + layer.name()
                + ": shape "
                + layer.shape()
                + ", the operation gives "
                + operation.outputShape());
      }
    }
  }

  private BundleFormatException refusal(String what) {
    return new BundleFormatException(directory + ": " + what);
  }
}
