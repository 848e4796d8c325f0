package io.edgeveil.prepare.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a person watches. {@code System.console()} cannot tell: since JDK 22 it is there even
 * when the streams are files. Linux names what a stream is; elsewhere nobody is taken to watch.
 */
public final class Terminal {
  private Terminal() {}

  /** Whether both standard output and standard error are terminals. */
  public static boolean isWatched() {
    return isTerminal(1) && isTerminal(2);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
