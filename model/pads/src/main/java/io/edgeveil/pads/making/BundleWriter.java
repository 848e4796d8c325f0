package io.edgeveil.pads.making;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.pads.file.SecretFile;
import io.edgeveil.pads.key.ChainKey;
import io.edgeveil.pads.record.PadFileHeader;
import io.edgeveil.pads.record.PadFileWriter;
import io.edgeveil.pads.state.ChainState;
import io.edgeveil.pads.state.StateFile;
import io.edgeveil.pads.state.StateOnDisk;
import io.edgeveil.pads.state.StateStorage;
import io.edgeveil.pads.store.BundleFiles;
import io.edgeveil.pads.store.DeviceDescription;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A device bundle in the making. {@code device.json} comes last; closing before {@link #finish}
 * removes what was written.
 */
final class BundleWriter implements AutoCloseable {
  private final Path directory;
  private final ModelBundle model;
  private final List<Path> written = new ArrayList<>();
  private boolean finished;

  private BundleWriter(Path directory, ModelBundle model) {
    this.directory = directory;
    this.model = model;
  }

  /** Makes the directory, 0700, if need be; refuses one that has a bundle. */
  static BundleWriter create(Path directory, ModelBundle model)
      throws IOException, BundleFormatException {
    for (String name :
        List.of(
            BundleFiles.DEVICE,
            BundleFiles.PADS,
            BundleFiles.STATE,
            ModelBundle.MANIFEST,
            ModelBundle.CONSTANTS)) {
      if (Files.exists(directory.resolve(name))) {
        throw new FileAlreadyExistsException(
            directory.resolve(name).toString(),
            null,
            "a device bundle is never overwritten; choose another directory");
      }
    }
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var unused = model.constants(); // checks that the file is the one the manifest names
    return new BundleWriter(directory, model);
  }

  PadFileWriter createPadFile(PadFileHeader header) throws IOException {
    Path file = directory.resolve(BundleFiles.PADS);
    PadFileWriter writer = PadFileWriter.create(file, header);
    written.add(file);
    return writer;
  }

  /**
   * Writes the rest and makes everything durable.
   *
   * @param first C of the first index; stays the caller's
   */
  void finish(PadFileHeader header, ChainKey first) throws IOException {
    write(
        ModelBundle.MANIFEST, Files.readAllBytes(model.directory().resolve(ModelBundle.MANIFEST)));
    write(
        ModelBundle.CONSTANTS,
        Files.readAllBytes(model.directory().resolve(ModelBundle.CONSTANTS)));
    Path stateFile = directory.resolve(BundleFiles.STATE);
    try (StateStorage storage = StateOnDisk.create(stateFile)) {
      written.add(stateFile);
      StateFile.initialise(storage, ChainState.first(header.firstIndex(), header.padFile(), first));
    }
    DeviceDescription device =
        new DeviceDescription(
            header.device(),
            model.manifest().name(),
            model.manifest().version(),
            model.digest(),
            header.padFile(),
            header.count());
    SecretFile.forceDirectory(directory);
    write(BundleFiles.DEVICE, Json.writeIndented(device));
    SecretFile.forceDirectory(directory);
    finished = true;
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

  @Override
  public void close() throws IOException {
    if (!finished) {
      for (Path file : written) {
        Files.deleteIfExists(file);
      }
    }
  }
}
