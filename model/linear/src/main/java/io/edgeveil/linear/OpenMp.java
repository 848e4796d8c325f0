package io.edgeveil.linear;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The OpenMP in this process, told to keep to the thread that calls.
 *
 * <p>By itself oneDNN shares each call out to as many OpenMP threads as there are processors, and
 * those of one calling thread are not those of another; when a call is over they spin for a while.
 * With a calling thread for each processor that costs half as much processor time again, and a
 * single layer is no faster. So every call stays on its thread, whatever {@code OMP_NUM_THREADS}
 * says, and what is to be shared out is shared out by a {@link Crew}.
 *
 * <p>OpenMP keeps the number of threads for each thread that calls, so each has to say it, and
 * before primitives are made, too: they are laid out for a number of threads. oneDNN has no
 * function for it, hence this way around. More than one OpenMP may be in the process (ND4J brings
 * one of its own, and which of them oneDNN binds to depends on the order of loading): all are told.
 */
final class OpenMp {
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final Pattern RUNTIME = Pattern.compile("/lib(gomp|omp|iomp5)[^/]*\\.so[^/]*$");

  private final List<Function> setters;
  private final String description;

  private OpenMp(List<Function> setters, String description) {
    this.setters = setters;
    this.description = description;
  }

  /**
   * Finds what is loaded now; oneDNN must be.
   *
   * @throws IOException if the system does not tell what is loaded
   * @throws LinkageError if JNA does not run here, or an OpenMP lacks the function
   */
  static OpenMp loaded() throws IOException {
    List<String> files;
    try (Stream<String> lines = Files.lines(MAPS)) {
      files =
          lines
              .filter(line -> RUNTIME.matcher(line).find())
              .map(line -> line.substring(line.indexOf('/')))
              .distinct()
              .toList();
    }
    List<Function> setters =
        files.stream()
            .map(file -> NativeLibrary.getInstance(file).getFunction("omp_set_num_threads"))
            .toList();
    return new OpenMp(setters, setters.isEmpty() ? "no OpenMP" : "one OpenMP thread a call");
  }

  /** One that cannot be told; it will do as it likes. */
  static OpenMp untold() {
    return new OpenMp(List.of(), "as many OpenMP threads as it likes");
  }

  /** From now on what this thread calls stays on this thread. */
  void keepToThisThread() {
    for (Function setter : setters) {
      setter.invokeVoid(new Object[] {1});
    }
  }

  /** How many threads a call uses, for the log. */
  String description() {
    return description;
  }
}
