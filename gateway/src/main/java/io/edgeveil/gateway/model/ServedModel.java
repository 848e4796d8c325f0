package io.edgeveil.gateway.model;

import io.edgeveil.core.manifest.ModelDigest;
import java.util.List;
import java.util.Optional;

/** One version of a model with all its linear layers laid out. Safe for use by several threads. */
public final class ServedModel implements AutoCloseable {
  private final String name;
  private final String version;
  private final String digest;
  private final List<ServedLayer> layers;

  ServedModel(String name, String version, String digest, List<ServedLayer> layers) {
    this.name = name;
    this.version = version;
    this.digest = digest;
    this.layers = List.copyOf(layers);
  }

  /** Id of the model. */
  public String name() {
    return name;
  }

  /** Id of this version. */
  public String version() {
    return version;
  }

  /** 64 lower-case hexadecimal digits. */
  public String digest() {
    return digest;
  }

  /** The digest's first eight bytes, as chunk headers carry them. */
  public long digestPrefix() {
    return ModelDigest.prefix(digest);
  }

  /** The linear layers; a layer's place is its index. */
  public List<ServedLayer> layers() {
    return layers;
  }

  /** The layer of this name. */
  public Optional<ServedLayer> layer(String layerName) {
    return layers.stream().filter(layer -> layer.name().equals(layerName)).findFirst();
  }

  /** Weights of all linear layers. */
  public long parameters() {
    return layers.stream().mapToLong(layer -> layer.operation().weightCount()).sum();
  }

  /** Frees the kernels' memory. */
  @Override
  public void close() {
    layers.forEach(layer -> layer.prepared().close());
  }

  /** For example {@code lenet5_mnist 1}. */
  @Override
  public String toString() {
    return name + " " + version;
  }
}
