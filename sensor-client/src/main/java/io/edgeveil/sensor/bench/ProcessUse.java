package io.edgeveil.sensor.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What this process has used up to a moment. */
public final class ProcessUse {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";
  private static final int BYTES_PER_KB = 1024;

  private static final String COMPILERS = "C[12] CompilerThre"; // as far as Linux keeps a name
  private static final int USER_TIME = 11; // fields of proc(5)'s stat after the name
  private static final int SYSTEM_TIME = 12;
  private static final long NANOS_PER_TICK = 10_000_000; // Linux's USER_HZ is 100 everywhere

  private final long cpuNanos;
  private final OptionalLong compilerNanos;
  private final Map<Long, Long> allocatedBytes = new HashMap<>(); // by thread

  private ProcessUse() {
    cpuNanos = PROCESS.getProcessCpuTime();
    compilerNanos = compilerNanos(ProcessHandle.current().pid());
    long[] ids = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(ids);
    for (int i = 0; i < ids.length; i++) {
      if (bytes[i] >= 0) { // else it has ended meanwhile
        allocatedBytes.put(ids[i], bytes[i]);
      }
    }
  }

  /** Until now. */
  public static ProcessUse now() {
    return new ProcessUse();
  }

  /** CPU time of all threads since then, the Java machine's own included. */
  public long cpuNanosSince(ProcessUse before) {
    return cpuNanos - before.cpuNanos;
  }

  /** Of that, the CPU time of the Java machine's compilers; empty but on Linux. */
  public OptionalLong compilerNanosSince(ProcessUse before) {
    return compilerNanos.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(compilerNanos.getAsLong() - before.compilerNanos.getAsLong());
  }

  /**
   * CPU time of the compilers of a Java machine until now, in steps of 10 ms; empty but on Linux.
   *
   * @param process its id
   */
  public static OptionalLong compilerNanos(long process) {
    Path tasks = Path.of("/proc/" + process + "/task");
    if (!Files.isDirectory(tasks)) {
      return OptionalLong.empty();
    }
    long ticks = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        ticks += compilerTicks(thread.resolve("stat"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return OptionalLong.of(ticks * NANOS_PER_TICK);
  }

  private static long compilerTicks(Path stat) throws IOException {
    String line;
    try {
      line = Files.readString(stat);
    } catch (NoSuchFileException e) {
      return 0; // the thread has ended meanwhile
    }
    int nameEnd = line.lastIndexOf(')');
    if (!line.substring(line.indexOf('(') + 1, nameEnd).matches(COMPILERS)) {
      return 0;
    }
    String[] fields = line.substring(nameEnd + 2).split(" ", -1);
    return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
  }

  /**
   * What the threads that run now have allocated since then; what threads did that have ended
   * meanwhile is not known any more.
   */
  public long allocatedBytesSince(ProcessUse before) {
    return allocatedBytes.entrySet().stream()
        .mapToLong(e -> e.getValue() - before.allocatedBytes.getOrDefault(e.getKey(), 0L))
        .sum();
  }

  /** The most memory the process has had, as Linux counts it; empty elsewhere. */
  public static OptionalLong peakResidentBytes() throws IOException {
    if (!Files.exists(STATUS)) {
      return OptionalLong.empty();
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(PEAK))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KB)
        .findFirst();
  }
}
