package io.edgeveil.sensor.inference;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What sealing and checking cost the sensor: {@link SensorWork} done four ways, one inference each
 * in turn, so that what else the machine does falls on all of them. Counted is the CPU time of the
 * thread; printed are the median and the least, with their ratios to the plain way.
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
    measure(folder, BenchmarkModels.LENET, 20 * rounds, System.out);
    measure(folder, BenchmarkModels.ALEXNET, rounds, System.out);
  }

  private static void measure(Path folder, String model, int rounds, PrintStream out)
      throws Exception {
    double[][] micros = new double[WAYS.size()][rounds];
    try (SensorWork work = new SensorWork(folder, model)) {
      for (int round = -rounds / 2; round < rounds; round++) { // a third of it to warm up
        for (int way = 0; way < WAYS.size(); way++) {
          long startedNanos = THREADS.getCurrentThreadCpuTime();
          var unused = work.infer(WAYS.get(way).seal(), WAYS.get(way).verify());
          if (round >= 0) {
            micros[way][round] = (THREADS.getCurrentThreadCpuTime() - startedNanos) / 1e3;
          }
        }
      }
    }
    out.println();
    out.printf("| %-36s |   median |   ratio |    least |   ratio |%n", model + ", CPU microseconds");
    out.println("|--------------------------------------|---------:|--------:|---------:|--------:|");
    for (int way = 0; way < WAYS.size(); way++) {
      Arrays.sort(micros[way]);
      double median = micros[way][rounds / 2];
      double least = micros[way][0];
      out.printf(
          "| %-36s | %8.0f | %7.2f | %8.0f | %7.2f |%n",
          WAYS.get(way).name(),
          median,
          median / micros[0][rounds / 2],
          least,
          least / micros[0][0]);
    }
    out.println();
  }
}
