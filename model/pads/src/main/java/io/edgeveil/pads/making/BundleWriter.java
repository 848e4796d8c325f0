package io.edgeveil.pads.making;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.SecretFile;
import io.edgeveil.pads.store.BundleFiles;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.DeviceDescription;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A device bundle that pads are to go into: one that is there, or a new one. Of a new one {@code
 * device.json} comes last; closing before {@link #keep} removes what was written.
 */
final class BundleWriter implements AutoCloseable {
  private static final int BUNDLE_ID_BYTES = 8;

  private final Path directory;
  private final ModelBundle model;
  private final List<Path> written = new ArrayList<>();
  private boolean kept;

  private BundleWriter(Path directory, ModelBundle model) {
    this.directory = directory;
    this.model = model;
  }

  /**
   * Checks the bundle that is there, or writes all but the pads of a new one, 0700.
   *
   * @throws PadsException if what is there is of another device or model
   * @throws FileAlreadyExistsException if there is something that is no bundle, but parts of one
   */
  static BundleWriter open(Path directory, String device, ModelBundle model, SecureRandom random)
      throws IOException, BundleFormatException, PadsException {
    BundleWriter writer = new BundleWriter(directory, model);
    if (Files.exists(directory.resolve(BundleFiles.DEVICE))) {
      requireSame(DeviceBundle.open(directory).device(), directory, device, model);
      writer.kept = true;
      return writer;
    }
    boolean opened = false;
    try {
      writer.writeNew(device, random);
      opened = true;
      return writer;
    } finally {
      if (!opened) {
        writer.close();
      }
    }
  }

  private static void requireSame(
      DeviceDescription there, Path directory, String device, ModelBundle model)
      throws PadsException {
    if (!there.device().equals(device)) {
      throw new PadsException(
          directory + " is the bundle of device " + there.device() + ", not of " + device);
    }
    if (!there.modelDigest().equals(model.digest())) {
      throw new PadsException(
          directory
              + " is a bundle for model "
              + there.model()
              + " "
              + there.version()
              + " with digest "
              + there.modelDigest()
              + ", not for "
              + model.manifest().name()
              + " "
              + model.manifest().version()
              + " with digest "
              + model.digest());
    }
  }

  private void writeNew(String device, SecureRandom random)
      throws IOException, BundleFormatException {
    if (hasSets()) {
      throw new FileAlreadyExistsException(
          directory.resolve(BundleFiles.SETS).toString(),
          null,
          "pads of what is no device bundle are never overwritten; choose another directory");
    }
    for (String name : List.of(ModelBundle.MANIFEST, ModelBundle.CONSTANTS)) {
      if (Files.exists(directory.resolve(name))) {
        throw new FileAlreadyExistsException(
            directory.resolve(name).toString(),
            null,
            "what is no device bundle is never overwritten; choose another directory");
      }
    }
    var unused = model.constants(); // checks that the file is the one the manifest names
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    write(
        ModelBundle.MANIFEST, Files.readAllBytes(model.directory().resolve(ModelBundle.MANIFEST)));
    write(
        ModelBundle.CONSTANTS,
        Files.readAllBytes(model.directory().resolve(ModelBundle.CONSTANTS)));
    byte[] id = new byte[BUNDLE_ID_BYTES];
    random.nextBytes(id);
    DeviceDescription description =
        new DeviceDescription(
            device,
            model.manifest().name(),
            model.manifest().version(),
            model.digest(),
            HexFormat.of().formatHex(id));
    SecretFile.forceDirectory(directory);
    write(BundleFiles.DEVICE, Json.writeIndented(description));
    SecretFile.forceDirectory(directory);
  }

  private boolean hasSets() throws IOException {
    Path sets = directory.resolve(BundleFiles.SETS);
    if (!Files.exists(sets)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(sets)) {
      return entries.findAny().isPresent();
    }
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = directory.resolve(name);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      written.add(file);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /** The pads are in it: it stays. */
  void keep() {
    kept = true;
  }

  @Override
  public void close() throws IOException {
    if (!kept) {
      for (Path file : written) {
        Files.deleteIfExists(file);
      }
    }
  }
}
