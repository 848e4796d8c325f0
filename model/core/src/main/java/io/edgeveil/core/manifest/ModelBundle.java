package io.edgeveil.core.manifest;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import io.edgeveil.core.layer.LinearOperation;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model bundle on disk. The files named by the manifest are checked against their digests when
 * they are read.
 *
 * <p>A gateway reads {@link #weights}, a sensor {@link #constants}; neither needs the other's file.
 */
public final class ModelBundle {
  /** The file that describes the model. */
  public static final String MANIFEST = "manifest.json";

  /** The gateway's int8 weights. */
  public static final String WEIGHTS = "weights.bin";

  /** The sensor's float32 constants. */
  public static final String CONSTANTS = "sensor.bin";

  private static final long MAX_MANIFEST_BYTES = 16 << 20;

  private final Path directory;
  private final Manifest manifest;
  private final String digest;

  private ModelBundle(Path directory, Manifest manifest, String digest) {
    this.directory = directory;
    this.manifest = manifest;
    this.digest = digest;
  }

  /**
   * Opens a bundle.
   *
   * @param directory holds {@value #MANIFEST}, or one directory per version that does; then the
   *     greatest version in the order of numbers, else of text, is taken
   * @throws BundleFormatException if there is no bundle or its manifest is not valid
   */
  public static ModelBundle open(Path directory) throws IOException, BundleFormatException {
    Path home = Files.exists(directory.resolve(MANIFEST)) ? directory : newestVersion(directory);
    Path file = home.resolve(MANIFEST);
    if (Files.size(file) > MAX_MANIFEST_BYTES) {
      throw new BundleFormatException(file + " is larger than " + MAX_MANIFEST_BYTES + " bytes");
    }
    byte[] json = Files.readAllBytes(file);
    try {
      Manifest manifest = Json.read(json, Manifest.class);
      if (manifest.format() != Manifest.FORMAT) {
        throw new BundleFormatException(
            file + ": format " + manifest.format() + ", only " + Manifest.FORMAT + " is known");
      }
      return new ModelBundle(home, manifest, ModelDigest.of(json));
    } catch (JsonFormatException e) {
      throw new BundleFormatException(file + ": " + e.getMessage(), e);
    }
  }

  private static Path newestVersion(Path directory) throws IOException, BundleFormatException {
    if (!Files.isDirectory(directory)) {
      throw new BundleFormatException("no model bundle at " + directory);
    }
    try (Stream<Path> children = Files.list(directory)) {
      Optional<Path> newest =
          children
              .filter(child -> Files.exists(child.resolve(MANIFEST)))
              .max(java.util.Comparator.comparing(ModelBundle::versionKey));
      return newest.orElseThrow(() -> new BundleFormatException("no model bundle at " + directory));
    }
  }

  /** Pads runs of digits, so that text order is number order: 9 before 10. */
  private static String versionKey(Path versionDirectory) {
    return java.util.regex.Pattern.compile("\\d+")
        .matcher(versionDirectory.getFileName().toString())
        .replaceAll(run -> "0".repeat(Math.max(0, 20 - run.group().length())) + run.group());
  }

  /** What the bundle describes. */
  public Manifest manifest() {
    return manifest;
  }

  /** The model digest: SHA-256 of the manifest's bytes, 64 lower-case hexadecimal digits. */
  public String digest() {
    return digest;
  }

  /** Where the files are. */
  public Path directory() {
    return directory;
  }

  /**
   * The int8 weights of all linear layers, mapped read-only.
   *
   * @throws BundleFormatException if the file is not the one the manifest names
   */
  public java.nio.ByteBuffer weights() throws IOException, BundleFormatException {
    return map(WEIGHTS, manifest.weights());
  }

  /** The part of {@link #weights} that belongs to one layer, copied. */
  public static byte[] weightsOf(LinearOperation layer, java.nio.ByteBuffer weights)
      throws BundleFormatException {
    long offset = layer.quantisation().weightsOffset();
    int count = layer.weightCount();
    if (offset > weights.capacity() - (long) count) {
      throw new BundleFormatException(
          WEIGHTS + " ends before the weights of layer " + layer.index());
    }
    byte[] copy = new byte[count];
    weights.get((int) offset, copy);
    return copy;
  }

  /**
   * The float32 constants of the sensor.
   *
   * @throws BundleFormatException if the file is not the one the manifest names
   */
  public float[] constants() throws IOException, BundleFormatException {
    java.nio.ByteBuffer bytes = map(CONSTANTS, manifest.constants());
    float[] floats = new float[bytes.capacity() / Float.BYTES];
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }

  private MappedByteBuffer map(String name, Blob blob) throws IOException, BundleFormatException {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      throw new BundleFormatException(file + " is missing");
    }
    if (Files.size(file) != blob.bytes() || !ModelDigest.of(file).equals(blob.sha256())) {
      throw new BundleFormatException(file + " is not the file its manifest names");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, blob.bytes());
    }
  }
}
