package io.edgeveil.pads.quarantine;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.SecretFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The quarantine of one device bundle: the directory {@code quarantine} with a small file per
 * gateway, {@code <gateway>.json}. That the file is there is what counts.
 *
 * <p><b>Guarantee.</b> A gateway that was put in is in after a crash or power cut, as soon as
 * {@link #add} has returned, and until {@link #clear}. Files of different gateways do not touch
 * each other, so a sensor may add while its owner clears. Safe for use by several threads.
 */
public final class Quarantine {
  /** Name of the directory within a device bundle. */
  public static final String DIRECTORY = "quarantine";

  private static final String SUFFIX = ".json";
  private static final long MAX_FILE_BYTES = 1 << 12;

  private final Path directory;
  private final Set<String> unwritten = ConcurrentHashMap.newKeySet();

  private Quarantine(Path directory) {
    this.directory = directory;
  }

  /** Of a device bundle; the disk is not touched. */
  public static Quarantine of(Path bundle) {
    return new Quarantine(bundle.resolve(DIRECTORY));
  }

  /**
   * Puts a gateway in; it is durable when this returns. One that is in already stays as it was.
   *
   * @throws IOException if it could not be written; it is in all the same for {@link #contains} of
   *     this object
   */
  public void add(QuarantinedGateway gateway) throws IOException {
    unwritten.add(gateway.gateway());
    Files.createDirectories(directory);
    Path file = file(gateway.gateway());
    if (!Files.exists(file)) {
      Path unfinished = directory.resolve("." + file.getFileName());
      Files.deleteIfExists(unfinished);
      try (FileChannel channel = SecretFile.create(unfinished)) {
        ByteBuffer buffer = ByteBuffer.wrap(Json.writeIndented(gateway));
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
    SecretFile.forceDirectory(directory);
    SecretFile.forceDirectory(directory.toAbsolutePath().getParent());
    unwritten.remove(gateway.gateway());
  }

  /**
   * Whether a gateway is in, as of now.
   *
   * @param gateway an id
   */
  public boolean contains(String gateway) {
    return unwritten.contains(gateway) || Files.exists(file(gateway));
  }

  /**
   * Lets a gateway out, durably.
   *
   * @return whether it was in
   */
  public boolean clear(String gateway) throws IOException {
    Path file = file(gateway);
    boolean forgotten = unwritten.remove(gateway);
    if (!Files.isDirectory(directory)) {
      return forgotten;
    }
    boolean deleted = Files.deleteIfExists(file);
    SecretFile.forceDirectory(directory);
    return deleted || forgotten;
  }

  /**
   * Who is in, by name.
   *
   * @throws PadsException if a file of it cannot be read; its gateway is in all the same
   */
  public List<QuarantinedGateway> list() throws IOException, PadsException {
    List<QuarantinedGateway> all = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      for (Path file : files()) {
        all.add(read(file));
      }
    }
    return all;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  private static QuarantinedGateway read(Path file) throws IOException, PadsException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new PadsException(file + " is larger than " + MAX_FILE_BYTES + " bytes");
      }
      QuarantinedGateway gateway = Json.read(Files.readAllBytes(file), QuarantinedGateway.class);
      if (!file.getFileName().toString().equals(gateway.gateway() + SUFFIX)) {
        throw new PadsException(file + " is about gateway " + gateway.gateway());
      }
      return gateway;
    } catch (JsonFormatException e) {
      throw new PadsException(file + ": " + e.getMessage(), e);
    }
  }

  private Path file(String gateway) {
    return directory.resolve(Ids.requireId("gateway", gateway) + SUFFIX);
  }
}
