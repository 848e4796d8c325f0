package io.edgeveil.pads.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file with permissions 0600, from its first moment on. */
public final class SecretFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private SecretFile() {}

  /**
   * A new, empty file, open for reading and writing.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one already
   */
  public static FileChannel create(Path file) throws IOException {
    FileAttribute<Set<PosixFilePermission>> mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return FileChannel.open(file, options, mode);
  }

  /**
   * An existing file, once its permissions are checked.
   *
   * @throws UnsafeFileException if group or others may read or write it
   */
  public static FileChannel open(Path file, OpenOption... options)
      throws IOException, UnsafeFileException {
    requirePrivate(file);
    return FileChannel.open(file, options);
  }

  /**
   * Checks the permissions of an existing file.
   *
   * @throws UnsafeFileException if group or others may read or write it
   */
  public static void requirePrivate(Path file) throws IOException, UnsafeFileException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    Set<PosixFilePermission> foreign = EnumSet.noneOf(PosixFilePermission.class);
    foreign.addAll(permissions);
    foreign.removeAll(OWNER_ONLY);
    foreign.remove(PosixFilePermission.OWNER_EXECUTE);
    if (!foreign.isEmpty()) {
      throw new UnsafeFileException(file, PosixFilePermissions.toString(permissions));
    }
  }

  /**
   * Checks the permissions of a directory that holds secrets.
   *
   * @throws UnsafeFileException if group or others may look into it or change it
   */
  public static void requirePrivateDirectory(Path directory)
      throws IOException, UnsafeFileException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
    for (PosixFilePermission permission : permissions) {
      if (!permission.name().startsWith("OWNER_")) {
        throw UnsafeFileException.ofDirectory(
            directory, PosixFilePermissions.toString(permissions));
      }
    }
  }

  /** Makes the names in a directory durable: a new file is there after a power cut. */
  public static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
