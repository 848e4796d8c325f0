package io.edgeveil.command.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;

/**
 * The end of a process that has no memory left. Its threads are gone or fail at each step, and it
 * answers nobody: ended, it is started again by whoever looks after it, and what it keeps on disk
 * is as after any kill.
 *
 * <p>HotSpot's {@code -XX:+ExitOnOutOfMemoryError} ends it at the first error already, whoever
 * catches it, but is an option of the command line alone. Without it a process ends here, with the
 * same exit code, when an error ends a thread or when for some seconds there is not enough memory
 * for one more message.
 */
public final class OutOfMemory {
  /** What HotSpot's own option exits with. */
  static final int EXIT_CODE = 3;

  private static final byte[] LAST_WORDS =
      "out of memory: this process ends, to be started again\n".getBytes(US_ASCII);

  private static final int MESSAGE_BYTES = 1 << 20;
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int FAILURES_IN_A_ROW = 3;

  private static volatile byte[] reserve = new byte[MESSAGE_BYTES]; // until the last words

  private OutOfMemory() {}

  /** Makes it end this process, for as long as it runs. */
  public static void endsThisProcess() {
    loadWhatEndsIt();
    UncaughtExceptionHandler others = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          if (e instanceof OutOfMemoryError) {
            end();
          } else if (others == null) {
            System.err.print("Exception in thread \"" + thread.getName() + "\" ");
            e.printStackTrace(); // as the Java machine does it without a handler
          } else {
            others.uncaughtException(thread, e);
          }
        });
    Thread watch = new Thread(OutOfMemory::watch, "edgeveil-memory");
    watch.setDaemon(true);
    watch.start();
  }

  /** Later there is no room even for the classes of Java's shutdown. */
  private static void loadWhatEndsIt() {
    Thread none = new Thread(() -> {});
    Runtime.getRuntime().addShutdownHook(none);
    Runtime.getRuntime().removeShutdownHook(none);
    System.err.write(LAST_WORDS, 0, 0);
  }

  private static void watch() {
    int failures = 0;
    try {
      while (failures < FAILURES_IN_A_ROW) {
        Thread.sleep(PAUSE.toMillis());
        failures = hasRoom() ? 0 : failures + 1;
      }
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  private static boolean hasRoom() {
    try {
      reserve = new byte[MESSAGE_BYTES];
      return reserve.length == MESSAGE_BYTES; // read, or it need not be made
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  /** No hook is run: it would want memory, too. */
  private static void end() {
    reserve = null;
    try {
      System.err.write(LAST_WORDS, 0, LAST_WORDS.length);
      System.err.flush();
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
