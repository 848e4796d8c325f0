package io.edgeveil.command.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Unpacks archives into one folder. Nothing of an archive is trusted. */
final class Unpacking {
  private static final int BLOCK = 512; // bytes; larger ones would read into the next archive
  private static final int MAX_ENTRIES = 100_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,255}");
  private static final Set<Byte> FILE_OR_FOLDER =
      Set.of(TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL, TarConstants.LF_DIR);

  private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path into;
  private final List<Path> unpacked = new ArrayList<>();
  private int entries;

  Unpacking(Path into) {
    this.into = into;
  }

  List<Path> unpack(InputStream packed) throws IOException, ArchiveFormatException {
    InputStream in = opened(packed);
    while (more(in)) {
      TarArchiveInputStream archive =
          new TarArchiveInputStream(in, BLOCK, BLOCK, UTF_8.name(), false);
      for (TarArchiveEntry entry = next(archive); entry != null; entry = next(archive)) {
        unpack(entry, archive);
      }
    }
    if (unpacked.isEmpty()) {
      throw new ArchiveFormatException("the archive is empty");
    }
    return unpacked;
  }

  private static InputStream opened(InputStream packed) throws ArchiveFormatException {
    try {
      InputStream tar =
          GzipCompressorInputStream.builder()
              .setInputStream(new BufferedInputStream(packed, 1 << 16))
              .setDecompressConcatenated(true)
              .get();
      return new BufferedInputStream(tar, 1 << 16);
    } catch (IOException e) {
      throw new ArchiveFormatException("not compressed by gzip, or damaged", e);
    }
  }

  private static boolean more(InputStream in) throws ArchiveFormatException {
    try {
      in.mark(1);
      int next = in.read();
      in.reset();
      return next >= 0;
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private TarArchiveEntry next(TarArchiveInputStream archive) throws ArchiveFormatException {
    TarArchiveEntry entry;
    try {
      entry = archive.getNextEntry();
    } catch (IOException e) {
      throw damaged(e);
    }
    if (entry != null && !entry.isCheckSumOK()) {
      throw damaged(null);
    }
    if (++entries > MAX_ENTRIES) {
      throw new ArchiveFormatException("more than " + MAX_ENTRIES + " entries");
    }
    return entry;
  }

  private static ArchiveFormatException damaged(IOException cause) {
    return new ArchiveFormatException("not a tar archive, cut off or damaged", cause);
  }

  private void unpack(TarArchiveEntry entry, InputStream archive)
      throws IOException, ArchiveFormatException {
    if (!FILE_OR_FOLDER.contains(entry.getLinkFlag()) || entry.isSparse()) {
      throw new ArchiveFormatException(
          "holds a link or something else that is neither a file nor a folder: "
              + printable(entry.getName()));
    }
    Path path = place(entry.getName());
    if (entry.isDirectory()) {
      folders(path);
    } else {
      folders(path.getParent());
      file(path, entry.getSize(), archive);
    }
  }

  private Path place(String name) throws ArchiveFormatException {
    Path path = into;
    for (String step : name.split("/+", -1)) {
      if ((step.isEmpty() && !name.startsWith("/")) || step.equals(".")) {
        continue;
      }
      if (step.equals("..") || !NAME.matcher(step).matches()) {
        throw new ArchiveFormatException("a name that is not taken: " + printable(name));
      }
      path = path.resolve(step);
    }
    return path;
  }

  private static String printable(String name) {
    String cut = name.length() > 200 ? name.substring(0, 200) + "…" : name;
    return cut.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private void folders(Path folder) throws IOException {
    if (folder.equals(into) || Files.isDirectory(folder)) {
      return;
    }
    folders(folder.getParent());
    Files.createDirectory(folder, FOLDER_MODE);
    unpacked.add(folder);
  }

  private void file(Path path, long size, InputStream archive)
      throws IOException, ArchiveFormatException {
    long room = into.toFile().getUsableSpace();
    if (size > room) {
      throw new IOException(
          "the disk has room for " + room + " bytes, " + path.getFileName() + " has " + size);
    }
    try (FileChannel channel =
            FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE_MODE);
        OutputStream out = Channels.newOutputStream(channel)) {
      unpacked.add(path);
      byte[] part = new byte[1 << 16];
      for (int read = read(archive, part); read >= 0; read = read(archive, part)) {
        out.write(part, 0, read);
      }
      Arrays.fill(part, (byte) 0);
    }
  }

  private static int read(InputStream archive, byte[] part) throws ArchiveFormatException {
    try {
      return archive.read(part);
    } catch (IOException e) {
      throw damaged(e);
    }
  }
}
