package io.edgeveil.sensor.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
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

  private final long cpuNanos;
  private final Map<Long, Long> allocatedBytes = new HashMap<>(); // by thread

  private ProcessUse() {
    cpuNanos = PROCESS.getProcessCpuTime();
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
