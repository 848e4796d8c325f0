package io.edgeveil.pads.store;

import io.edgeveil.pads.file.Disk;
import io.edgeveil.pads.file.DiskFile;
import io.edgeveil.pads.file.UnsafeFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The directory of pad sets, as those who add sets to it see it. They hold the adding lock. */
public final class SetDirectory {
  private final Disk disk;
  private final Path directory;

  private SetDirectory(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  /** Makes the directory unless it is there, and removes sets that were never finished. */
  public static SetDirectory ready(Disk disk, Path directory) throws IOException {
    Path bundle = directory.getParent();
    if (!disk.names(bundle).contains(directory.getFileName().toString())) {
      disk.createDirectory(directory);
      disk.forceDirectory(bundle);
    }
    SetDirectory sets = new SetDirectory(disk, directory);
    for (String name : disk.names(directory)) {
      if (name.startsWith(BundleFiles.NEW)) {
        sets.remove(directory.resolve(name));
      }
    }
    return sets;
  }

  Path directory() {
    return directory;
  }

  /** A place for the files of a new set. */
  public Path beginNew(String padFile) throws IOException {
    Path unfinished = directory.resolve(BundleFiles.NEW + padFile);
    disk.createDirectory(unfinished);
    return unfinished;
  }

  /** Makes a new set usable, whose files are durable. */
  public void finishNew(Path unfinished, String padFile) throws IOException {
    disk.forceDirectory(unfinished);
    disk.rename(unfinished, directory.resolve(padFile));
    disk.forceDirectory(directory);
  }

  /**
   * Removes a set that is not usable: its state is overwritten before its files go.
   *
   * @throws IllegalArgumentException if it is usable
   */
  public void remove(Path set) throws IOException {
    if (BundleFiles.isSet(set.getFileName().toString())) {
      throw new IllegalArgumentException(set + " is in use");
    }
    for (String name : disk.names(set)) {
      Path file = set.resolve(name);
      if (name.equals(BundleFiles.STATE)) {
        overwrite(file);
      }
      disk.delete(file);
    }
    disk.delete(set);
    disk.forceDirectory(directory);
  }

  private void overwrite(Path file) throws IOException {
    try (DiskFile open = disk.open(file, true)) {
      open.write(0, ByteBuffer.allocate((int) open.size()));
      open.force();
    } catch (UnsafeFileException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
