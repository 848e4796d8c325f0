package io.edgeveil.gateway.app;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What programs can still have of this machine's memory. */
final class FreeMemory {
  private static final Path MEMORY_INFO = Path.of("/proc/meminfo");

  private FreeMemory() {}

  /** As Linux reckons it, with what its caches would give back; elsewhere what is unused. */
  static long bytes() throws IOException {
    if (Files.isReadable(MEMORY_INFO)) {
      try (Stream<String> lines = Files.lines(MEMORY_INFO)) {
        return lines
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0)
            * 1024;
      }
    }
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getFreeMemorySize();
  }
}
