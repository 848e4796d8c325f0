package io.edgeveil.command.doctor;

import io.edgeveil.command.FailureLine;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Whether a folder is its user's own and has room. */
public final class FolderLook {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private FolderLook() {}

  /**
   * A folder that this process writes to.
   *
   * @param leastBytes that should be free there
   */
  public static Finding of(String what, Path folder, long leastBytes) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Finding.failed(what, "no folder " + folder, "make it, or name another");
    }
    String owner = Files.getOwner(folder).getName();
    try {
      Files.delete(Files.createTempFile(folder, ".doctor", null));
    } catch (AccessDeniedException e) {
      String user = System.getProperty("user.name");
      return Finding.failed(
          what,
          folder + " belongs to " + owner + ", and " + user + " may not write there",
          "run this as " + owner + ", or: chown -R " + user + " " + folder);
    } catch (FileSystemException e) { // read-only, or full
      return Finding.failed(
          what,
          folder + " takes no file: " + FailureLine.of(e),
          "move it to a disk that can be written to (mount -o remount,rw) and has room");
    }
    Set<PosixFilePermission> modes = Files.getPosixFilePermissions(folder);
    if (modes.stream().anyMatch(OTHERS::contains)) {
      return Finding.warning(
          what,
          folder + " is open to others (" + PosixFilePermissions.toString(modes) + ")",
          "chmod 700 " + folder);
    }
    long free = folder.toFile().getUsableSpace(); // a FileStore would want a mount point
    String found = folder + ", of " + owner + ", " + size(free) + " free";
    return free < leastBytes
        ? Finding.warning(what, found, "make room: " + size(leastBytes) + " should be free")
        : Finding.ok(what, found);
  }

  /** For people: {@code 1.5 GB}. */
  public static String size(long bytes) {
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
