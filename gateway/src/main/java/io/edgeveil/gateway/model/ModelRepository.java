package io.edgeveil.gateway.model;

import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.linear.LinearKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every version of every model of a folder {@code <name>/<version>/}, found by digest. All or
 * nothing: one damaged bundle and there is no repository.
 */
public final class ModelRepository implements AutoCloseable {
  private final Map<String, ServedModel> byDigest;

  ModelRepository(Map<String, ServedModel> byDigest) {
    this.byDigest = byDigest;
  }

  /**
   * Loads all bundles.
   *
   * @param folder of models; names that begin with a dot are passed over
   * @param kernel lays out every layer
   * @throws BundleFormatException if there is no bundle or one is damaged, named in the message
   */
  public static ModelRepository load(Path folder, LinearKernel kernel)
      throws IOException, BundleFormatException {
    if (Files.exists(folder.resolve(ModelBundle.MANIFEST))) {
      throw new BundleFormatException(
          folder + " is itself a bundle; name the folder that holds <name>/<version>/");
    }
    Map<String, ServedModel> loaded = new LinkedHashMap<>();
    try {
      for (Path bundle : bundles(folder)) {
        ServedModel model = BundleLoader.load(bundle, kernel);
        loaded.put(model.digest(), model);
      }
      if (loaded.isEmpty()) {
        throw new BundleFormatException("no models in " + folder);
      }
      ModelRepository repository = new ModelRepository(Map.copyOf(loaded));
      loaded.clear();
      return repository;
    } finally {
      loaded.values().forEach(ServedModel::close);
    }
  }

  private static List<Path> bundles(Path folder) throws IOException, BundleFormatException {
    List<Path> bundles = new ArrayList<>();
    for (Path name : directories(folder)) {
      for (Path version : directories(name)) {
        if (!Files.exists(version.resolve(ModelBundle.MANIFEST))) {
          throw new BundleFormatException(version.resolve(ModelBundle.MANIFEST) + " is missing");
        }
        bundles.add(version);
      }
    }
    return bundles;
  }

  private static List<Path> directories(Path parent) throws IOException, BundleFormatException {
    if (!Files.isDirectory(parent)) {
      throw new BundleFormatException("no folder " + parent);
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(Files::isDirectory)
          .filter(child -> !child.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** The model of this digest. */
  public Optional<ServedModel> byDigest(String digest) {
    return Optional.ofNullable(digest).map(byDigest::get);
  }

  /** All models, by name and then version, newest last. */
  public List<ServedModel> models() {
    return byDigest.values().stream().sorted(VersionOrder.BY_NAME_AND_VERSION).toList();
  }

  /** The newest version of each model, by name. */
  public List<ServedModel> newest() {
    Map<String, ServedModel> newest = new LinkedHashMap<>();
    models().forEach(model -> newest.put(model.name(), model));
    return List.copyOf(newest.values());
  }

  /** Frees the kernels' memory. */
  @Override
  public void close() {
    byDigest.values().forEach(ServedModel::close);
  }
}
