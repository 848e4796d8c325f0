package io.edgeveil.broker.certificate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files of mode 0600 from their first moment on, written whole or not at all. */
public final class PrivateFiles {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFiles() {}

  /** Writes a file that its owner alone may read; one of that name is replaced. */
  public static void write(Path file, byte[] content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    // createTempFile makes it 0600 from the start on a POSIX file system.
    replace(file, Files.createTempFile(folder, "." + file.getFileName(), ".new"), content);
  }

  /** Writes a file that others may read as far as the user's umask lets them. */
  static void writeOpenly(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    replace(file, Files.createFile(fresh), content);
  }

  private static void replace(Path file, Path fresh, byte[] content) throws IOException {
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
        folder.force(true);
      }
    } catch (FileSystemException e) { // names the file
      throw e;
    } catch (IOException e) {
      throw new IOException(file + " cannot be written: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /**
   * Reads a file that its owner alone may read.
   *
   * @throws IOException if others may, too
   */
  public static byte[] read(Path file) throws IOException {
    if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null
        && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException(file + " can be read by others; make it private: chmod 600 " + file);
    }
    return Files.readAllBytes(file);
  }
}
