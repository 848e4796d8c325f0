package io.edgeveil.gateway.serving;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import io.edgeveil.core.wire.Ids;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The devices that a gateway knows, in one file that is replaced as a whole: a line with the name
 * of the format and the SHA-256 of what follows, then JSON. Whatever a crash does, either the old
 * file is there or the new one; anything else is damage, and an error.
 *
 * <p>Locked as long as it is open: two gateways of one name must not overwrite each other.
 */
public final class HistoryFile implements HistoryStore, AutoCloseable {
  private static final String FORMAT = "edgeveil-gateway-history-1 ";
  private static final int DIGEST_DIGITS = 64;
  private static final int HEADER_BYTES = FORMAT.length() + DIGEST_DIGITS + 1;
  private static final long MAX_BYTES = 1L << 30;

  /** The JSON. */
  private record Content(List<KnownDevice> devices) {}

  private final Path file;
  private final FileChannel lockChannel;
  private final List<KnownDevice> loaded;

  private HistoryFile(Path file, FileChannel lockChannel, List<KnownDevice> loaded) {
    this.file = file;
    this.lockChannel = lockChannel;
    this.loaded = loaded;
  }

  /**
   * Opens the file, which need not be there yet.
   *
   * @param forget whether a damaged file is to be put aside, and with it all that was known
   * @throws IOException if it is damaged, in use, or cannot be read; the message says how to go on
   */
  public static HistoryFile open(Path file, boolean forget) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    FileChannel lockChannel =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      requireLock(lockChannel, file);
      return new HistoryFile(file, lockChannel, read(file, forget));
    } catch (IOException e) {
      lockChannel.close();
      throw e;
    }
  }

  private static void requireLock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw new IOException("another gateway of this process uses " + file, e);
    }
    if (lock == null) {
      throw new IOException("another gateway uses " + file);
    }
  }

  private static List<KnownDevice> read(Path file, boolean forget) throws IOException {
    if (forget && Files.exists(file)) {
      Path aside =
          file.resolveSibling(file.getFileName() + ".put-aside-" + Instant.now().toEpochMilli());
      Files.move(file, aside);
    }
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return decode(Files.size(file) > MAX_BYTES ? new byte[0] : Files.readAllBytes(file));
    } catch (JsonFormatException | IllegalArgumentException e) {
      throw new IOException(
          "the history "
              + file
              + " is damaged ("
              + e.getMessage()
              + "); restore it, or start once with --forget-history: then the gateway no longer"
              + " notices devices restored from an old backup, and devices that it deals to must"
              + " not compute here",
          e);
    }
  }

  /** Reads the bytes of a file. */
  static List<KnownDevice> decode(byte[] bytes) throws JsonFormatException {
    byte[] json = Arrays.copyOfRange(bytes, Math.min(bytes.length, HEADER_BYTES), bytes.length);
    byte[] header = Arrays.copyOf(bytes, Math.min(bytes.length, HEADER_BYTES));
    if (!MessageDigest.isEqual(header, header(json))) {
      throw new IllegalArgumentException("its checksum does not match");
    }
    List<KnownDevice> devices = Json.read(json, Content.class).devices();
    requireValid(devices);
    return devices;
  }

  private static void requireValid(List<KnownDevice> devices) {
    Set<String> seen = new HashSet<>();
    for (KnownDevice known : devices == null ? List.<KnownDevice>of() : devices) {
      boolean valid =
          known != null
              && Ids.isId(known.device())
              && seen.add(known.device())
              && known.role() != null
              && known.highest() != null
              && known.highest().keySet().stream().allMatch(Ids::isId)
              && known.highest().values().stream().allMatch(highest -> highest != null)
              && (known.forgotten() == null
                  || known.forgotten().isEmpty()
                  || Ids.isId(known.forgotten()));
      if (!valid) {
        throw new IllegalArgumentException("a device in it is not valid");
      }
    }
    if (devices == null) {
      throw new IllegalArgumentException("it lists no devices");
    }
  }

  /** The bytes of a file. */
  static byte[] encode(List<KnownDevice> devices) {
    byte[] json = Json.writeIndented(new Content(devices));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(header(json));
    bytes.writeBytes(json);
    return bytes.toByteArray();
  }

  private static byte[] header(byte[] json) {
    return (FORMAT + HexFormat.of().formatHex(LayerInput.sha256().digest(json)) + "\n")
        .getBytes(US_ASCII);
  }

  @Override
  public List<KnownDevice> load() {
    return loaded;
  }

  @Override
  public void save(List<KnownDevice> devices) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(encode(devices));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
      folder.force(true);
    }
  }

  /** Lets another gateway open it. */
  @Override
  public void close() throws IOException {
    lockChannel.close();
  }
}
