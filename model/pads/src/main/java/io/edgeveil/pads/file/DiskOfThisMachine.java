package io.edgeveil.pads.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The {@link Disk} that {@code java.nio.file} reaches. */
final class DiskOfThisMachine implements Disk {
  /** Into the heap, the JDK reads by way of a buffer outside it, as large, which it keeps. */
  private static final int MOST_AT_ONCE = 1 << 17;

  @Override
  public DiskFile create(Path file) throws IOException {
    return new Open(SecretFile.create(file), file);
  }

  @Override
  public DiskFile open(Path file, boolean writing) throws IOException, UnsafeFileException {
    OpenOption[] options =
        writing
            ? new OpenOption[] {StandardOpenOption.READ, StandardOpenOption.WRITE}
            : new OpenOption[] {StandardOpenOption.READ};
    return new Open(SecretFile.open(file, options), file);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    if (Files.exists(to)) { // an empty one, which the system would replace in silence
      throw new FileAlreadyExistsException(to.toString());
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.delete(path);
  }

  @Override
  public List<String> names(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException e) { // it went meanwhile
      return List.of();
    }
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    SecretFile.forceDirectory(directory);
  }

  @Override
  public void requirePrivateDirectory(Path directory) throws IOException, UnsafeFileException {
    SecretFile.requirePrivateDirectory(directory);
  }

  private static final class Open implements DiskFile {
    private final FileChannel channel;
    private final Path file;

    Open(FileChannel channel, Path file) {
      this.channel = channel;
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void read(long at, ByteBuffer into) throws IOException {
      int end = into.limit();
      for (long from = at; into.position() < end; ) {
        into.limit(Math.min(end, into.position() + MOST_AT_ONCE));
        int read = channel.read(into, from);
        into.limit(end);
        if (read < 0) {
          throw new EOFException(file + " ends too early");
        }
        from += read;
      }
    }

    @Override
    public void write(long at, ByteBuffer from) throws IOException {
      for (long to = at; from.hasRemaining(); ) {
        to += channel.write(from, to);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
