package io.edgeveil.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a person watches. {@code System.console()} cannot tell: since JDK 22 it is there even
 * when the streams are files. Linux names what a stream is; elsewhere nobody is taken to watch.
 */
public final class Terminal {
  private static final int OUT = 1;
  private static final int ERR = 2;

  private Terminal() {}

  /** Whether both standard output and standard error are terminals. */
  public static boolean isWatched() {
    return isOutput() && isTerminal(ERR);
  }

  /** Whether standard output is a terminal: what is printed there is read and not kept. */
  public static boolean isOutput() {
    return isTerminal(OUT);
  }

  /**
   * Whether standard output may be coloured: it is a terminal, not a dumb one, and the person has
   * not set {@code NO_COLOR} (no-color.org).
   */
  public static boolean hasColours() {
    return isOutput() && colours(System.getenv("NO_COLOR"), System.getenv("TERM"));
  }

  static boolean colours(String noColor, String term) {
    return (noColor == null || noColor.isEmpty()) && !"dumb".equals(term);
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
