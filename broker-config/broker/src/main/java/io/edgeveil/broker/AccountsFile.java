package io.edgeveil.broker;

import io.edgeveil.broker.certificate.LockFile;
import io.edgeveil.broker.certificate.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The file of {@link Accounts}: UTF-8, one line {@code name:role:hash[:certificate[:revoked]]}
 * each, {@code -} where there is no hash or no certificate, lines that are empty or start with
 * {@code #} ignored. It is read again when it has changed, and written whole, to a new file that
 * then takes the old one's place. A sibling {@code .lock} file keeps two writers apart.
 */
final class AccountsFile {

  private static final String HEADING =
      "# Edgeveil broker accounts, one a line: name:role:hash:certificate[:revoked]."
          + " Change it with the gateway's commands.";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;
  private Stamp readAt;
  private Map<String, Accounts.Entry> read = Map.of();

  AccountsFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  Path path() {
    return path;
  }

  /** What the file holds now: empty if there is no file. */
  synchronized Map<String, Accounts.Entry> entries() throws IOException {
    Stamp now = Stamp.of(path);
    if (now == null) {
      readAt = null;
      read = Map.of();
    } else if (!now.equals(readAt)) {
      requireOwnerOnly();
      read = parse(Files.readAllLines(path, StandardCharsets.UTF_8));
      readAt = now;
    }
    return read;
  }

  /** Reads, changes and replaces the file; an exception of the change leaves it as it was. */
  void change(Consumer<Map<String, Accounts.Entry>> change) throws IOException {
    Path folder = path.getParent();
    Files.createDirectories(folder);
    LockFile.hold(
        folder.resolve(path.getFileName() + ".lock"),
        () -> {
          Map<String, Accounts.Entry> entries = new LinkedHashMap<>(entries());
          change.accept(entries);
          replace(entries);
          return null;
        });
  }

  private void replace(Map<String, Accounts.Entry> entries) throws IOException {
    StringBuilder text = new StringBuilder(HEADING).append('\n');
    for (Accounts.Entry entry : entries.values()) {
      text.append(entry.encoded()).append('\n');
    }
    PrivateFiles.write(path, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void requireOwnerOnly() throws IOException {
    if (Files.getFileAttributeView(path, PosixFileAttributeView.class) != null
        && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
      throw new AccountsFileException(
          path + " can be read by others; make it private: chmod 600 " + path);
    }
  }

  private Map<String, Accounts.Entry> parse(List<String> lines) throws AccountsFileException {
    Map<String, Accounts.Entry> entries = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        Accounts.Entry entry = Accounts.Entry.parse(line);
        if (entries.put(entry.account().name(), entry) != null) {
          throw new AccountsFileException(
              path + ", line " + (i + 1) + ": the name stands in a line before");
        }
      } catch (IllegalArgumentException e) {
        throw new AccountsFileException(path + ", line " + (i + 1) + ": " + e.getMessage());
      }
    }
    return Map.copyOf(entries);
  }

  /** What tells one state of the file from another: a replaced file has another key. */
  private record Stamp(Object key, FileTime modified, long sizeBytes) {
    static Stamp of(Path path) throws IOException {
      try {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new Stamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
      } catch (NoSuchFileException e) {
        return null;
      }
    }
  }
}
