package io.edgeveil.sensor.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program of this machine that is run with a time limit, its last words on stderr kept. */
final class BoundedCommand {
  private static final int KEPT_BYTES = 2048;
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final List<String> words;
  private final Map<String, String> environment;
  private final Duration limit;

  /** To be run once or more. */
  BoundedCommand(List<String> words, Map<String, String> environment, Duration limit) {
    this.words = words;
    this.environment = environment;
    this.limit = limit;
  }

  /** The program did not do what it should; the message is one line. */
  static final class FailedException extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    FailedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Runs it to its end; at the limit, or when interrupted, it and its children are killed.
   *
   * @param output where its stdout goes, or nowhere
   * @throws FailedException if it cannot be started, takes too long or ends with another code than
   *     0
   */
  void run(Optional<Path> output) throws FailedException, InterruptedException {
    String program = words.get(0);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    builder.redirectOutput(
        output
            .map(file -> ProcessBuilder.Redirect.to(file.toFile()))
            .orElse(ProcessBuilder.Redirect.DISCARD));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new FailedException(program + " cannot be started: " + e.getMessage(), e);
    }
    LastWords lastWords = new LastWords(process.getErrorStream());
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        kill(process);
        throw new FailedException(
            program + " took more than " + Durations.text(limit) + lastWords.text(), null);
      }
    } catch (IOException e) {
      kill(process);
      throw new FailedException(program + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      kill(process);
      throw e;
    }
    if (process.exitValue() != 0) {
      throw new FailedException(
          program + " ended with code " + process.exitValue() + lastWords.text(), null);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** The end of what it writes on stderr, read as it comes so that it never blocks. */
  private static final class LastWords {
    private final byte[] kept = new byte[KEPT_BYTES];
    private final Thread reader;
    private int length;

    LastWords(InputStream stream) {
      reader = new Thread(() -> read(stream), "edgeveil-watch-stderr");
      reader.setDaemon(true);
      reader.start();
    }

    private void read(InputStream stream) {
      byte[] buffer = new byte[KEPT_BYTES];
      try (stream) {
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
          keep(buffer, read);
        }
      } catch (IOException e) {
        byte[] why = (" (its stderr: " + e.getMessage() + ")").getBytes(StandardCharsets.UTF_8);
        keep(why, Math.min(why.length, KEPT_BYTES));
      }
    }

    private synchronized void keep(byte[] bytes, int count) {
      int old = Math.min(length, KEPT_BYTES - count);
      System.arraycopy(kept, length - old, kept, 0, old);
      System.arraycopy(bytes, 0, kept, old, count);
      length = old + count;
    }

    /** A colon and one line; empty if it said nothing. */
    String text() throws InterruptedException {
      reader.join(LAST_WORDS.toMillis());
      synchronized (this) {
        String said =
            new String(Arrays.copyOf(kept, length), StandardCharsets.UTF_8)
                .strip()
                .replaceAll("\\s*\\R\\s*", " | ")
                .replaceAll("\\p{Cntrl}", "?");
        return said.isEmpty() ? "" : ": " + said;
      }
    }
  }
}
