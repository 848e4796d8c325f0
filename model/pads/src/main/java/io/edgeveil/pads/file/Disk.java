package io.edgeveil.pads.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the pads ask of a file system; in tests one that loses power, runs full or fails.
 *
 * <p>Nothing survives a power cut for certain before it was forced: the content of a file by {@link
 * DiskFile#force}, the names in a directory by {@link #forceDirectory}. Every file is made 0600 and
 * every directory 0700.
 */
public interface Disk {
  /** The file system of this machine. */
  Disk OF_THIS_MACHINE = new DiskOfThisMachine();

  /**
   * A new, empty file, open for reading and writing.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one already
   */
  DiskFile create(Path file) throws IOException;

  /**
   * An existing file.
   *
   * @param writing whether it may be written too
   * @throws UnsafeFileException if others than its owner may use it
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  DiskFile open(Path file, boolean writing) throws IOException, UnsafeFileException;

  /**
   * A new directory; its parents must be there.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is something of this name
   */
  void createDirectory(Path directory) throws IOException;

  /**
   * Gives a directory, with all that is in it, another place in one step.
   *
   * @throws java.nio.file.AtomicMoveNotSupportedException if the place is on another file system
   * @throws IOException if there is something that is not an empty directory
   */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file or an empty directory. */
  void delete(Path path) throws IOException;

  /** The names in a directory, sorted; none if there is no such directory. */
  List<String> names(Path directory) throws IOException;

  /** Makes the names in a directory durable. */
  void forceDirectory(Path directory) throws IOException;

  /**
   * Checks that a directory is its owner's alone.
   *
   * @throws UnsafeFileException if it is not
   */
  void requirePrivateDirectory(Path directory) throws IOException, UnsafeFileException;
}
