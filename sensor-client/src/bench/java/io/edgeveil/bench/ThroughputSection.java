package io.edgeveil.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.manifest.ModelBundle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many sensors of one gateway, all on this machine, against onnxruntime that serves the same
 * network unbatched on all its processors, one caller and one thread each.
 */
final class ThroughputSection implements Section {
  private static final int SENSORS = Integer.getInteger("bench.sensors", 32);
  private static final int TURNS = 2;
  private static final int COUNT = 6;
  private static final long ALONE_NANOS = 5_000_000_000L;

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public void run(Workshop workshop, Results all) throws Exception {
    String network = Workshop.ALEXNET;
    ModelBundle bundle = workshop.bundle(network);
    List<Path> devices = new ArrayList<>();
    for (int i = 0; i < SENSORS; i++) {
      devices.add(workshop.device(network, TURNS * (10 + COUNT)));
    }
    Samples alone = new Samples();
    List<JsonNode> turns = new ArrayList<>();
    int processors = Runtime.getRuntime().availableProcessors();
    List<OnnxAlone> networks = new ArrayList<>();
    try (Gateway gateway = Gateway.start(workshop, workshop.models())) {
      for (int i = 0; i < processors; i++) {
        networks.add(new OnnxAlone(workshop.onnx(network), bundle.manifest().inputShape()));
      }
      var unused = perSecond(networks);
      for (int turn = 0; turn < TURNS; turn++) {
        alone.add(perSecond(networks));
        turns.addAll(
            workshop.sensors(
                devices,
                network,
                "--gateway",
                gateway.address(),
                "--turns",
                "1",
                "--count",
                String.valueOf(COUNT),
                "--warm-up",
                "1"));
      }
      alone.add(perSecond(networks));
    } finally {
      networks.forEach(OnnxAlone::close);
    }
    report(all, alone, turns);
  }

  private static double perSecond(List<OnnxAlone> networks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(networks.size());
    try {
      long startedNanos = System.nanoTime();
      List<Callable<Integer>> callers = new ArrayList<>();
      for (OnnxAlone network : networks) {
        callers.add(
            () -> {
              int done = 0;
              for (; System.nanoTime() - startedNanos < ALONE_NANOS; done++) {
                var unused = network.output();
              }
              return done;
            });
      }
      int done = 0;
      for (Future<Integer> caller : threads.invokeAll(callers)) {
        done += caller.get();
      }
      return done * 1e9 / (System.nanoTime() - startedNanos);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void report(Results all, Samples alone, List<JsonNode> turns) throws Exception {
    String name = "throughput/" + SENSORS + "-sensors/";
    Samples rate = new Samples();
    Samples p99 = new Samples();
    int inferences = 0;
    int errors = 0;
    for (JsonNode turn : turns) {
      rate.add(turn.required("per_second").doubleValue());
      p99.add(turn.required("p99_ms").doubleValue());
      inferences += turn.required("inferences").intValue();
      errors += turn.required("errors").intValue();
    }
    all.add(Measurement.of(name + "onnxruntime", "/s", alone.median(), alone.count()));
    all.add(
        Measurement.of(name + "inferences", "/s", rate.median(), inferences)
            .ratio(rate.median() / alone.median(), "onnxruntime, all processors")
            .aim("1.5 (2.5)"));
    all.add(Measurement.of(name + "p99", "ms", p99.median(), inferences));
    all.add(Measurement.of(name + "lost", "", errors, inferences).aim("0"));
  }
}
