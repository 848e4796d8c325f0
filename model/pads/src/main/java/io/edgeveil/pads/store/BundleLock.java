package io.edgeveil.pads.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * The exclusive right to take pads from one bundle, or to add pad sets to it.
 *
 * <p>The lock lies on a file of its own, which is opened for nothing else: on POSIX systems closing
 * any descriptor of a file drops every lock that the process holds on it. For the same reason
 * bundles held by this process are remembered and refused before the file is opened again.
 */
final class BundleLock implements AutoCloseable {
  private static final Set<Path> HELD = new HashSet<>();

  private final Path key;
  private final FileChannel channel;

  private BundleLock(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /**
   * Takes the lock, without waiting.
   *
   * @throws BundleInUseException if somebody has it
   */
  static BundleLock acquire(Path bundle) throws IOException, BundleInUseException {
    return acquire(bundle, BundleFiles.LOCK);
  }

  /** The exclusive right to add pad sets to a bundle, which may be in use; throws likewise. */
  static BundleLock acquireAdding(Path bundle) throws IOException, BundleInUseException {
    return acquire(bundle, BundleFiles.ADDING_LOCK);
  }

  private static BundleLock acquire(Path bundle, String name)
      throws IOException, BundleInUseException {
    Path key = bundle.toRealPath().resolve(name);
    synchronized (HELD) {
      if (!HELD.add(key)) {
        throw new BundleInUseException(bundle, name);
      }
    }
    try {
      return new BundleLock(key, lock(bundle, name));
    } catch (IOException | BundleInUseException e) {
      forget(key);
      throw e;
    }
  }

  private static FileChannel lock(Path bundle, String name)
      throws IOException, BundleInUseException {
    FileChannel channel =
        FileChannel.open(bundle.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new BundleInUseException(bundle, name);
      }
      return channel;
    } catch (IOException | BundleInUseException e) {
      channel.close();
      throw e;
    }
  }

  private static void forget(Path key) {
    synchronized (HELD) {
      HELD.remove(key);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      forget(key);
    }
  }
}
