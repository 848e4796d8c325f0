package io.edgeveil.core.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
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
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Unpacks archives into one folder. Nothing of an archive is trusted. */
final class Unpacking {
  private static final int MAX_ENTRIES = 100_000;
  private static final int MAX_EXTENSION_BYTES = 1 << 16;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path into;
  private final List<Path> unpacked = new ArrayList<>();
  private String longName; // null: the block's own
  private long longSize = -1; // -1: the block's own

  Unpacking(Path into) {
    this.into = into;
  }

  List<Path> unpack(InputStream packed) throws IOException, ArchiveFormatException {
    try {
      InputStream in =
          new BufferedInputStream(new GZIPInputStream(new Lookahead(packed), 1 << 16), 1 << 16);
      byte[] block = new byte[TarBlock.BYTES];
      int entries = 0;
      for (int read; (read = in.readNBytes(block, 0, block.length)) > 0; ) {
        if (read < block.length) {
          throw new EOFException();
        }
        if (TarBlock.isEnd(block)) {
          continue; // another archive may follow
        }
        if (++entries > MAX_ENTRIES) {
          throw new ArchiveFormatException("more than " + MAX_ENTRIES + " entries");
        }
        entry(TarBlock.of(block.clone()), in);
      }
    } catch (ZipException e) {
      throw new ArchiveFormatException("not compressed by gzip, or damaged", e);
    } catch (EOFException e) {
      throw new ArchiveFormatException("the archive ends too early", e);
    }
    if (unpacked.isEmpty()) {
      throw new ArchiveFormatException("the archive is empty");
    }
    return unpacked;
  }

  private void entry(TarBlock block, InputStream in) throws IOException, ArchiveFormatException {
    switch (block.type()) {
      case TarBlock.LONG_NAME ->
          longName = new String(extension(block, in), UTF_8).replace("\0", "");
      case TarBlock.EXTENDED -> records(extension(block, in));
      case TarBlock.EXTENDED_FOR_ALL -> extension(block, in);
      case TarBlock.FILE, TarBlock.FILE_OF_OLD, TarBlock.FOLDER -> {
        String name = longName == null ? block.name() : longName;
        long size = longSize < 0 ? block.size() : longSize;
        longName = null;
        longSize = -1;
        boolean folder = block.type() == TarBlock.FOLDER || name.endsWith("/");
        Path path = place(name);
        if (folder) {
          folders(path);
          skip(in, size + padding(size));
        } else {
          folders(path.getParent());
          file(path, size, in);
        }
      }
      default ->
          throw new ArchiveFormatException(
              "holds a link or something else that is neither a file nor a folder: "
                  + printable(block.name()));
    }
  }

  private static byte[] extension(TarBlock block, InputStream in)
      throws IOException, ArchiveFormatException {
    long size = block.size();
    if (size > MAX_EXTENSION_BYTES) {
      throw new ArchiveFormatException("a header of " + size + " bytes");
    }
    byte[] bytes = in.readNBytes((int) size);
    if (bytes.length < size) {
      throw new EOFException();
    }
    skip(in, padding(size));
    return bytes;
  }

  /** Records of POSIX.1-2001, each {@code "<length> <key>=<value>\n"}, of which two count here. */
  private void records(byte[] bytes) throws ArchiveFormatException {
    int at = 0;
    while (at < bytes.length) {
      int blank = at;
      while (blank < bytes.length && bytes[blank] != ' ') {
        blank++;
      }
      String digits = new String(bytes, at, blank - at, UTF_8);
      int length = digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : 0;
      if (length < blank - at + 2 || length > bytes.length - at) {
        throw new ArchiveFormatException("a damaged header");
      }
      String record = new String(bytes, blank + 1, at + length - blank - 2, UTF_8);
      if (record.startsWith("path=")) {
        longName = record.substring("path=".length());
      } else if (record.matches("size=[0-9]{1,18}")) {
        longSize = Long.parseLong(record.substring("size=".length()));
      }
      at += length;
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

  private void file(Path path, long size, InputStream in) throws IOException {
    long room = Files.getFileStore(into).getUsableSpace();
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
      for (long left = size; left > 0; ) {
        int read = in.read(part, 0, (int) Math.min(left, part.length));
        if (read < 0) {
          throw new EOFException();
        }
        out.write(part, 0, read);
        left -= read;
      }
      Arrays.fill(part, (byte) 0);
    }
    skip(in, padding(size));
  }

  private static void skip(InputStream in, long bytes) throws IOException {
    in.skipNBytes(bytes);
  }

  private static int padding(long size) {
    return (int) (-size & (TarBlock.BYTES - 1));
  }

  /**
   * Knows for certain whether more is to come: {@link GZIPInputStream} takes nothing available, as
   * a pipe may say at any time, for the end.
   */
  private static final class Lookahead extends BufferedInputStream {
    Lookahead(InputStream in) {
      super(in, 1 << 16);
    }

    @Override
    public synchronized int available() throws IOException {
      mark(1);
      if (read() < 0) {
        return 0;
      }
      reset();
      return Math.max(1, super.available());
    }
  }
}
