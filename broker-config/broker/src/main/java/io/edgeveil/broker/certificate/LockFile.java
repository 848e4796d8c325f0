package io.edgeveil.broker.certificate;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file by whose lock only one thread of one process at a time changes what it stands for. */
public final class LockFile {
  private LockFile() {}

  /** What is done meanwhile. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T get() throws IOException;
  }

  /**
   * Does work while nobody else does any under the same lock.
   *
   * @param file made if missing; its folder must be there
   */
  public static <T> T hold(Path file, Work<T> work) throws IOException {
    // The file lock keeps other processes out, the monitor other threads of this one.
    synchronized (LockFile.class) {
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        T done = work.get();
        assert held.isValid();
        return done;
      }
    }
  }
}
