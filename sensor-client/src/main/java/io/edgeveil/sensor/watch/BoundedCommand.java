package io.edgeveil.sensor.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program of this machine that is run with a time limit, its last words on stderr kept. */
final class BoundedCommand {
  /**
   * Runs words behind a limit for each file that they write: POSIX counts it in 512 bytes, and the
   * kernel holds the program and its children to it.
   */
  private static final String LIMITED = "ulimit -f \"$0\" && exec \"$@\"";

  private static final int LIMIT_UNIT_BYTES = 512;
  private static final int NOT_EXECUTABLE = 126; // what a shell says with its exit code
  private static final int NOT_FOUND = 127;
  private static final int KEPT_BYTES = 2048;
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final String program;
  private final List<String> words;
  private final Map<String, String> environment;
  private final Duration limit;
  private final boolean byShell;

  /** To be run once or more. */
  BoundedCommand(List<String> words, Map<String, String> environment, Duration limit) {
    this(words.get(0), words, environment, limit, false);
  }

  private BoundedCommand(
      String program,
      List<String> words,
      Map<String, String> environment,
      Duration limit,
      boolean byShell) {
    this.program = program;
    this.words = words;
    this.environment = environment;
    this.limit = limit;
    this.byShell = byShell;
  }

  /** The same that may write so many bytes to a file, its stdout included, before it is ended. */
  BoundedCommand writingAtMost(long fileBytes) {
    List<String> limited =
        new ArrayList<>(List.of("sh", "-c", LIMITED, String.valueOf(fileBytes / LIMIT_UNIT_BYTES)));
    limited.addAll(words);
    return new BoundedCommand(program, limited, environment, limit, true);
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
    int code = process.exitValue();
    if (byShell && (code == NOT_FOUND || code == NOT_EXECUTABLE)) {
      throw new FailedException(program + " cannot be started" + lastWords.text(), null);
    }
    if (code != 0) {
      throw new FailedException(program + " ended with code " + code + lastWords.text(), null);
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
