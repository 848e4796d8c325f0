package io.edgeveil.sensor.inference;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs {@link SensorBenchmark} four ways in turns, so that what else the machine does falls on all
 * of them, and prints times and ratios. Each turn is a JVM of its own; printed are the least of the
 * turns' medians and the best single inference: noise only ever adds.
 */
public final class SensorCost {
  private record Way(String name, boolean seal, boolean verify) {}

  private record Times(double median, double best) {
    Times least(Times other) {
      return new Times(Math.min(median, other.median), Math.min(best, other.best));
    }
  }

  private static final List<Way> WAYS =
      List.of(
          new Way("plain", false, false),
          new Way("+ sealed records", true, false),
          new Way("+ checked results", false, true),
          new Way("+ both", true, true));

  private SensorCost() {}

  /**
   * Measures and prints.
   *
   * @param arguments a folder for files, the folder of what is shipped, and how many turns
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    BenchmarkModels.write(folder, Path.of(arguments[1]));
    int turns = Integer.parseInt(arguments[2]);
    for (String model : List.of(BenchmarkModels.LENET, BenchmarkModels.ALEXNET)) {
      Map<Way, Times> times = new LinkedHashMap<>();
      for (int turn = 0; turn < turns; turn++) {
        for (Way way : WAYS) {
          for (RunResult result : new Runner(options(folder, model, way)).run()) {
            Statistics statistics = result.getPrimaryResult().getStatistics();
            Times measured = new Times(statistics.getPercentile(50), statistics.getMin());
            times.merge(way, measured, Times::least);
          }
        }
      }
      print(model, times, System.out);
    }
  }

  private static Options options(Path folder, String model, Way way) {
    return new OptionsBuilder()
        .include(SensorBenchmark.class.getName())
        .param("folder", folder.toString())
        .param("model", model)
        .param("seal", String.valueOf(way.seal()))
        .param("verify", String.valueOf(way.verify()))
        .forks(1)
        .threads(1)
        .warmupIterations(3)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(4)
        .measurementTime(TimeValue.seconds(1))
        .shouldFailOnError(true)
        .build();
  }

  private static void print(String model, Map<Way, Times> times, PrintStream out) {
    Times unit = times.get(WAYS.get(0));
    out.println();
    out.printf("| %-36s |   median |   ratio |     best |   ratio |%n", model + ", microseconds");
    out.println("|--------------------------------------|---------:|--------:|---------:|--------:|");
    times.forEach(
        (way, each) ->
            out.printf(
                "| %-36s | %8.0f | %7.2f | %8.0f | %7.2f |%n",
                way.name(),
                each.median(),
                each.median() / unit.median(),
                each.best(),
                each.best() / unit.best()));
    out.println();
  }
}
