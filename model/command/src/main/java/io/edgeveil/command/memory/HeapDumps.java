package io.edgeveil.command.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * The Java machine's own heap dumps: files with every key, mask and picture in memory.
 *
 * <p><b>Guarantee.</b> After {@link #turnOff} this machine writes none by itself, whatever options
 * it was started with. What its user or root does from outside ({@code jmap}, a debugger, a core
 * file) is beyond reach: {@code -XX:+DisableAttachMechanism} and {@code ulimit -c 0} are for
 * whoever starts it.
 */
public final class HeapDumps {
  /** Options that HotSpot lets a running program change. */
  private static final List<String> OPTIONS =
      List.of("HeapDumpOnOutOfMemoryError", "HeapDumpBeforeFullGC", "HeapDumpAfterFullGC");

  private HeapDumps() {}

  /**
   * Turns them off.
   *
   * @return the options that were on, to be reported; empty on a machine that is not HotSpot
   */
  public static List<String> turnOff() {
    List<String> wereOn = new ArrayList<>();
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (machine != null) {
      for (String option : OPTIONS) {
        if (Boolean.parseBoolean(machine.getVMOption(option).getValue())) {
          machine.setVMOption(option, "false");
          wereOn.add(option);
        }
      }
    }
    return wereOn;
  }
}
