package io.edgeveil.gateway.app;

import io.edgeveil.command.archive.ArchiveFormatException;
import io.edgeveil.command.archive.FolderArchive;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where a device's bundle is packed into, for its owner to carry to the device. */
final class EnrolmentArchive {
  private static final String STANDARD_OUTPUT = "-";

  private final Path path;

  private EnrolmentArchive(Path path) {
    this.path = path;
  }

  /**
   * A file that is not there yet, or standard output.
   *
   * @throws FileAlreadyExistsException if there is one
   */
  static EnrolmentArchive at(String name) throws IOException {
    Path path = Path.of(name);
    if (!name.equals(STANDARD_OUTPUT) && Files.exists(path)) {
      throw new FileAlreadyExistsException(name, null, "an archive is never overwritten");
    }
    return new EnrolmentArchive(path);
  }

  boolean isStandardOutput() {
    return path.toString().equals(STANDARD_OUTPUT);
  }

  Path path() {
    return path;
  }

  /** What fills a folder. */
  interface Filling {
    Path fill(Path folder) throws IOException;
  }

  /** Packs what is written into a folder that is gone afterwards. */
  void packNew(Filling filling) throws IOException {
    Path folder = Files.createTempDirectory("edgeveil-device-");
    try {
      var unused = filling.fill(folder);
      pack(folder);
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path old : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
          Files.delete(old);
        }
      }
    }
  }

  /** Packs a folder. */
  void pack(Path folder) throws IOException {
    try {
      if (isStandardOutput()) {
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
          FolderArchive.write(folder, out);
        }
      } else {
        FolderArchive.write(folder, path);
      }
    } catch (ArchiveFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
