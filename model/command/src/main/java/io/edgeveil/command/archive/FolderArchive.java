package io.edgeveil.command.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Packs a folder into one file.
 *
 * <p><b>Guarantee.</b> The file is 0600 from its first moment on, and never overwrites another. It
 * holds what the folder holds: whoever can read it can do what the device can.
 */
public final class FolderArchive {
  private static final FileAttribute<Set<PosixFilePermission>> SECRET =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private FolderArchive() {}

  /**
   * Packs a folder; locks, which mean nothing elsewhere, are left out. An unfinished file is
   * removed.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is such a file
   * @throws ArchiveFormatException if the folder holds a link or something else that is neither
   *     file nor folder
   */
  public static void write(Path folder, Path file) throws IOException, ArchiveFormatException {
    boolean whole = false;
    FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), SECRET);
    try (channel) {
      write(folder, Channels.newOutputStream(channel));
      channel.force(true);
      whole = true;
    } finally {
      if (!whole) {
        Files.delete(file);
      }
    }
  }

  /** The same into a stream, which stays open. */
  public static void write(Path folder, OutputStream out)
      throws IOException, ArchiveFormatException {
    GZIPOutputStream packed = new GZIPOutputStream(new BufferedOutputStream(out, 1 << 16));
    TarArchiveOutputStream archive = new TarArchiveOutputStream(packed);
    archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    archive.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) found.sorted()::iterator) {
        String name = folder.relativize(path).toString();
        if (!name.isEmpty() && !name.endsWith(".lock")) {
          writeEntry(path, name, archive);
        }
      }
    }
    archive.finish();
    packed.finish();
    packed.flush();
  }

  private static void writeEntry(Path path, String name, TarArchiveOutputStream archive)
      throws IOException, ArchiveFormatException {
    boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    if (!isFolder && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new ArchiveFormatException(path + " is neither a file nor a folder");
    }
    TarArchiveEntry entry = new TarArchiveEntry(isFolder ? name + "/" : name);
    entry.setMode(isFolder ? 0700 : 0600);
    entry.setModTime(0);
    if (!isFolder) {
      entry.setSize(Files.size(path));
    }
    archive.putArchiveEntry(entry);
    if (!isFolder) {
      var unused = Files.copy(path, archive);
    }
    archive.closeArchiveEntry();
  }

  /**
   * Unpacks archives into a folder, new files and folders only; nothing is forced to the disk.
   *
   * @param in a gzip-compressed tar or several, one behind the other; read to its end
   * @param into an empty folder that is nobody else's
   * @return what was unpacked, folders included, in the order of the archive
   * @throws ArchiveFormatException if it is no such archive, holds anything but files and folders,
   *     or names one outside of the folder; what was unpacked before stays
   * @throws java.nio.file.FileAlreadyExistsException if two archives hold the same file
   */
  public static List<Path> unpack(InputStream in, Path into)
      throws IOException, ArchiveFormatException {
    return new Unpacking(into).unpack(in);
  }
}
