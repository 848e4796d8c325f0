package io.edgeveil.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.prepare.onnx.OnnxImport;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A whole inference: sensor in this process, gateway and its broker in another one, loopback,
 * against onnxruntime in this process; what it takes of the sensor, and where the time goes.
 */
final class InferenceSection implements Section {
  private static final int TURNS = 5;
  private static final int WARM_UP = 1000;
  private static final int LOOPS = 3; // runs of the Java loops a turn
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final List<String> SPLIT =
      List.of("sensor", "mask", "encode", "decode", "check", "unmask", "local", "wire", "gateway");

  @Override
  public String name() {
    return "inference";
  }

  @Override
  public void run(Workshop workshop, Results all) throws Exception {
    one(workshop, all, Workshop.LENET, 200);
    one(workshop, all, Workshop.ALEXNET, 30);
  }

  private static void one(Workshop workshop, Results all, String network, int block)
      throws Exception {
    ModelBundle bundle = workshop.bundle(network);
    Path device = workshop.device(network, WARM_UP + TURNS * (10 + block) + 1);
    FloatLoops loops =
        network.equals(Workshop.ALEXNET)
            ? new FloatLoops(OnnxImport.read(workshop.onnx(network)))
            : null;
    List<JsonNode> turns = new ArrayList<>();
    Samples loopMillis = new Samples();
    Samples gatewayCpu = new Samples();
    try (Gateway gateway = Gateway.start(workshop, workshop.models());
        OnnxAlone alone = new OnnxAlone(workshop.onnx(network), bundle.manifest().inputShape())) {
      Workshop.say("%s: %d inferences to warm up", network, WARM_UP);
      var unused = sensor(workshop, gateway, network, device, 1, WARM_UP / 10);
      if (loops != null) {
        requireSame(loops.output(alone.input()), alone.output());
        var unusedMillis = time(loops, alone, 3 * LOOPS);
      }
      for (int turn = 0; turn < TURNS; turn++) {
        alone.block(block);
        double cpu = gateway.cpuMillis();
        turns.add(sensor(workshop, gateway, network, device, block, 1));
        gatewayCpu.add((gateway.cpuMillis() - cpu) / (block + 10));
        if (loops != null) {
          time(loops, alone, LOOPS).forEach(loopMillis::add);
        }
      }
      report(all, network, turns, alone, loopMillis, gatewayCpu);
    }
  }

  private static JsonNode sensor(
      Workshop workshop, Gateway gateway, String network, Path device, int count, int warmUp)
      throws Exception {
    return workshop
        .sensors(
            List.of(device),
            network,
            "--gateway",
            gateway.address(),
            "--turns",
            "1",
            "--count",
            String.valueOf(count),
            "--warm-up",
            String.valueOf(warmUp))
        .get(0);
  }

  private static void requireSame(float[] ours, float[] theirs) {
    for (int i = 0; i < theirs.length; i++) {
      if (Math.abs(ours[i] - theirs[i]) > 1e-3 * Math.max(1, Math.abs(theirs[i]))) {
        throw new IllegalStateException(
            "the Java loops give " + ours[i] + " where onnxruntime gives " + theirs[i]);
      }
    }
  }

  /** CPU time of each of some runs, in milliseconds. */
  private static List<Double> time(FloatLoops loops, OnnxAlone alone, int count) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long cpuNanos = THREADS.getCurrentThreadCpuTime();
      var unused = loops.output(alone.input());
      millis.add((THREADS.getCurrentThreadCpuTime() - cpuNanos) / 1e6);
    }
    return millis;
  }

  private static void report(
      Results all,
      String network,
      List<JsonNode> turns,
      OnnxAlone alone,
      Samples loopMillis,
      Samples gatewayCpu)
      throws Exception {
    String name = "inference/" + network + "/";
    boolean large = network.equals(Workshop.ALEXNET);
    int samples = turns.stream().mapToInt(turn -> turn.path("inferences").asInt()).sum();
    double alone50 = alone.millis().median();
    all.add(Measurement.of(name + "onnxruntime", "ms", alone50, alone.millis().count()));
    double median = median(turns, "median_ms");
    Measurement whole =
        Measurement.of(name + "whole", "ms", median, samples)
            .ratio(median / alone50, OnnxAlone.NAME);
    all.add(large ? whole.aim("3.0 (1.5)") : whole);
    all.add(Measurement.of(name + "p99", "ms", median(turns, "p99_ms"), samples));
    for (String part : SPLIT) {
      all.add(Measurement.of(name + "of-it/" + part, "ms", median(turns, part + "_ms"), samples));
    }
    double compilers = median(turns, "compiler_ms");
    double cpu = median(turns, "cpu_ms") - compilers;
    double aloneCpu = alone.cpuMillis().median();
    Measurement sensorCpu =
        Measurement.of(name + "sensor-cpu", "ms", cpu, samples)
            .ratio(aloneCpu / cpu, "onnxruntime's CPU / this");
    all.add(large ? sensorCpu.aim("8 (20)") : sensorCpu);
    all.add(Measurement.of(name + "sensor-compilers-cpu", "ms", compilers, samples));
    if (loopMillis.count() > 0) {
      double loops = loopMillis.median();
      all.add(Measurement.of(name + "java-loops-cpu", "ms", loops, loopMillis.count()));
      all.add(
          Measurement.of(name + "sensor-cpu/to-java", "ms", cpu, samples)
              .ratio(loops / cpu, "Java loops' CPU / this")
              .aim("35 (100)"));
    }
    all.add(Measurement.of(name + "gateway-cpu", "ms", gatewayCpu.median(), samples));
    all.add(
        Measurement.of(name + "allocated", "kB", median(turns, "allocated_bytes") / 1e3, samples)
            .aim(large ? "2,000 kB" : null));
    double bytes = median(turns, "sent_bytes") + median(turns, "received_bytes");
    all.add(
        Measurement.of(name + "bytes", "kB", bytes / 1e3, samples)
            .aim(String.format(Locale.ROOT, "%,d kB", large ? 3300 : 40)));
    all.add(Measurement.of(name + "messages", "", median(turns, "messages"), samples));
  }

  private static double median(List<JsonNode> turns, String key) {
    Samples samples = new Samples();
    turns.forEach(turn -> samples.add(turn.required(key).doubleValue()));
    return samples.median();
  }
}
