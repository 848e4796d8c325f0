package io.edgeveil.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.OperatingSystemMXBean;
import io.edgeveil.pads.store.DeviceBundle;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * How fast pads are made, against how fast they are spent: CPU time of both, so that it is one
 * core's, all threads counted; for an inference that of sensor and gateway together.
 */
final class PadsSection implements Section {
  private static final int PADS = 200;
  private static final int INFERENCES = 30;
  private static final int TURNS = 3;
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Override
  public String name() {
    return "pads";
  }

  @Override
  public void run(Workshop workshop, Results all) throws Exception {
    String network = Workshop.ALEXNET;
    Samples padMillis = new Samples();
    Samples padCpu = new Samples();
    Samples inferenceCpu = new Samples();
    Path device = workshop.device(network, PADS);
    String id = device.getFileName().toString();
    try (Gateway gateway = Gateway.start(workshop, workshop.models())) {
      for (int turn = -1; turn < TURNS; turn++) { // one to warm up
        long cpuNanos = PROCESS.getProcessCpuTime();
        long startedNanos = System.nanoTime();
        var unused = workshop.pads(network, id, PADS);
        double cpu = (PROCESS.getProcessCpuTime() - cpuNanos) / 1e6 / PADS;
        double millis = (System.nanoTime() - startedNanos) / 1e6 / PADS;
        double gatewayCpu = gateway.cpuMillis();
        JsonNode sensor =
            workshop
                .sensors(
                    List.of(device),
                    network,
                    "--gateway",
                    gateway.address(),
                    "--turns",
                    "1",
                    "--warm-up",
                    "1",
                    "--count",
                    String.valueOf(INFERENCES))
                .get(0);
        if (turn >= 0) {
          padMillis.add(millis);
          padCpu.add(cpu);
          inferenceCpu.add(
              sensor.required("cpu_ms").doubleValue()
                  - sensor.required("compiler_ms").doubleValue()
                  + (gateway.cpuMillis() - gatewayCpu) / (INFERENCES + 10));
        }
      }
    }
    int pads = TURNS * PADS;
    all.add(Measurement.of("pads/per-second", "/s", 1e3 / padMillis.median(), pads));
    all.add(
        Measurement.of("pads/cpu", "ms", padCpu.median(), pads)
            .ratio(inferenceCpu.median() / padCpu.median(), "an inference's CPU / this")
            .aim("3"));
    all.add(Measurement.of("pads/inference-cpu", "ms", inferenceCpu.median(), TURNS * INFERENCES));
    double bytes = DeviceBundle.open(device).bytesPerPad();
    all.add(Measurement.of("pads/bytes", "kB", bytes / 1e3, 1).aim("2,300 kB"));
  }
}
