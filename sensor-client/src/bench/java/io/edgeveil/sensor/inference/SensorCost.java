package io.edgeveil.sensor.inference;

import com.sun.management.OperatingSystemMXBean;
import io.edgeveil.sensor.inference.SensorWork.Line;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What sealing and checking cost the sensor: {@link SensorWork} done four ways in turn, so that
 * what else the machine does falls on all of them. Once with replies prepared beforehand, where the
 * CPU time of the one thread is counted, and once over TLS with a gateway in a process of its own,
 * where that of the whole process is. Printed are the median and the least, with their ratios to
 * the plain way.
 */
public final class SensorCost {
  private record Way(String name, boolean seal, boolean verify) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("plain", false, false),
          new Way("+ sealed records", true, false),
          new Way("+ checked results", false, true),
          new Way("+ both", true, true));

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private SensorCost() {}

  /**
   * Measures and prints.
   *
   * @param arguments a folder for files, the folder of what is shipped, and how many rounds of the
   *     large network; the small one gets twenty times as many
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    BenchmarkModels.write(folder, Path.of(arguments[1]));
    int rounds = Integer.parseInt(arguments[2]);
    for (String model : List.of(BenchmarkModels.LENET, BenchmarkModels.ALEXNET)) {
      int count = model.equals(BenchmarkModels.LENET) ? 20 * rounds : rounds;
      try (SensorWork work = new SensorWork(folder, model)) {
        Line prepared = work.toPreparedReplies();
        measure(
            model + ", thread",
            count,
            THREADS::getCurrentThreadCpuTime,
            1,
            way -> work.infer(way.seal(), way.verify(), prepared));
        try (BenchmarkGateway gateway = BenchmarkGateway.start(folder)) {
          Line network = gateway.connect(work, model);
          // blocks, because what other threads do for an inference can come a little later
          int block = model.equals(BenchmarkModels.LENET) ? 50 : 5;
          measure(
              model + ", process, mqtts",
              count / block,
              PROCESS::getProcessCpuTime,
              block,
              way -> work.infer(way.seal(), way.verify(), network));
        }
      }
    }
  }

  private interface Step {
    Object infer(Way way) throws Exception;
  }

  private static void measure(
      String what, int rounds, LongSupplier cpuNanos, int inferences, Step step) throws Exception {
    double[][] micros = new double[WAYS.size()][rounds];
    for (int round = -rounds / 2; round < rounds; round++) { // a third of it to warm up
      for (int way = 0; way < WAYS.size(); way++) {
        long startedNanos = cpuNanos.getAsLong();
        for (int i = 0; i < inferences; i++) {
          var unused = step.infer(WAYS.get(way));
        }
        if (round >= 0) {
          micros[way][round] = (cpuNanos.getAsLong() - startedNanos) / 1e3 / inferences;
        }
      }
    }
    print(what, micros, System.out);
  }

  private static void print(String what, double[][] micros, PrintStream out) {
    out.println();
    out.printf("| %-36s |   median |   ratio |    least |   ratio |%n", what + ", us of CPU");
    out.println("|--------------------------------------|---------:|--------:|---------:|--------:|");
    for (int way = 0; way < WAYS.size(); way++) {
      Arrays.sort(micros[way]);
      double median = micros[way][micros[way].length / 2];
      double least = micros[way][0];
      out.printf(
          "| %-36s | %8.0f | %7.2f | %8.0f | %7.2f |%n",
          WAYS.get(way).name(),
          median,
          median / micros[0][micros[0].length / 2],
          least,
          least / micros[0][0]);
    }
    out.println();
  }
}
