package io.edgeveil.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.sensor.bench.ProcessUse;
import java.nio.file.Path;
import java.util.List;

/**
 * How fast pads are made once the weights are loaded, against how fast they are spent: CPU time of
 * both, so that it is one core's, all threads counted but Java's compilers; for an inference that of
 * sensor and gateway together.
 */
final class PadsSection implements Section {
  private static final int PADS = 200;
  private static final int INFERENCES = 30;
  private static final int TURNS = 3;

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
        Made one = make(workshop, network, id, 1);
        Made many = make(workshop, network, id, PADS + 1);
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
          padMillis.add((many.millis() - one.millis()) / PADS);
          padCpu.add((many.cpuMillis() - one.cpuMillis()) / PADS);
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

  /**
   * What a run of {@code edgeveil-model pads} took, loading of the weights included.
   *
   * @param cpuMillis without Java's compilers
   */
  private record Made(double millis, double cpuMillis) {}

  private static Made make(Workshop workshop, String network, String device, int count)
      throws Exception {
    ProcessUse before = ProcessUse.now();
    long startedNanos = System.nanoTime();
    var unused = workshop.pads(network, device, count);
    double millis = (System.nanoTime() - startedNanos) / 1e6;
    ProcessUse after = ProcessUse.now();
    long compilers = after.compilerNanosSince(before).orElseThrow();
    return new Made(millis, (after.cpuNanosSince(before) - compilers) / 1e6);
  }
}
