package io.edgeveil.prepare.bench;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.linear.Kernels;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs kernels and onnxruntime in turns, so that what else the machine does falls on all of them,
 * and prints their times as a table.
 *
 * <p>Each turn is a JVM of its own. Printed are the least of the turns' medians and the best single
 * inference, each with its ratio to onnxruntime's: noise only ever adds.
 */
public final class Comparison {
  private static final String ONNXRUNTIME = "onnxruntime float32, whole network";
  private static final List<String> FLAGS =
      List.of("avx2", "fma", "avx512f", "avx_vnni", "avx512_vnni", "amx_int8", "asimddp", "i8mm");

  private final Path folder;
  private final Map<String, Times> rows = new LinkedHashMap<>();

  private record Times(double median, double best) {
    Times least(Times other) {
      return new Times(Math.min(median, other.median), Math.min(best, other.best));
    }
  }

  private Comparison(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes AlexNet, measures, prints.
   *
   * @param arguments a folder for files, and how many turns (3 without)
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0])).toAbsolutePath();
    int turns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    AlexNetFiles.write(folder);
    Comparison comparison = new Comparison(folder);
    for (int turn = 0; turn < turns; turn++) {
      comparison.kernel("onednn", 2, 5);
      comparison.onnxruntime();
      comparison.kernel("nd4j", 1, 3);
    }
    comparison.referenceOnce();
    comparison.print(System.out);
  }

  private ChainedOptionsBuilder options(Class<?> benchmark) {
    return new OptionsBuilder()
        .include(benchmark.getName())
        .param("folder", folder.toString())
        .forks(1)
        .threads(1)
        .shouldFailOnError(true);
  }

  private void kernel(String name, int warmupSeconds, int seconds) throws Exception {
    run(
        "kernel " + name + ", linear layers",
        options(LinearLayersBenchmark.class)
            .param("kernel", name)
            .warmupIterations(warmupSeconds)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(seconds)
            .measurementTime(TimeValue.seconds(1)));
  }

  private void onnxruntime() throws Exception {
    run(
        ONNXRUNTIME,
        options(OnnxRuntimeBenchmark.class)
            .warmupIterations(2)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(1)));
  }

  /** One inference is enough to see how slow the definition is. */
  private void referenceOnce() throws Exception {
    run(
        "kernel reference, linear layers",
        options(LinearLayersBenchmark.class)
            .param("kernel", "reference")
            .mode(Mode.SingleShotTime)
            .warmupIterations(0)
            .measurementIterations(1));
  }

  private void run(String row, ChainedOptionsBuilder options) throws Exception {
    for (RunResult result : new Runner(options.build()).run()) {
      Statistics statistics = result.getPrimaryResult().getStatistics();
      Times times = new Times(statistics.getPercentile(50), statistics.getMin());
      rows.merge(row, times, Times::least);
    }
  }

  private void print(PrintStream out) throws Exception {
    List<Integer> moduli = new ArrayList<>();
    for (LinearLayer layer : ModelBundle.open(AlexNetFiles.bundle(folder)).manifest().linearLayers()) {
      moduli.add(layer.operation().quantisation().modulusBits());
    }
    out.println();
    out.println("AlexNet (torchvision layout, seeded Laplace weights), batch 1, one thread");
    out.println("Bits of the moduli, layer by layer: " + moduli);
    out.println(machine());
    out.println(Kernels.byName("onednn"));
    Times unit = rows.get(ONNXRUNTIME);
    out.println();
    out.println("| milliseconds                         |      median |   ratio |        best |   ratio |");
    out.println("|--------------------------------------|------------:|--------:|------------:|--------:|");
    rows.forEach(
        (row, times) ->
            out.printf(
                "| %-36s | %11.2f | %7.2f | %11.2f | %7.2f |%n",
                row,
                times.median,
                times.median / unit.median,
                times.best,
                times.best / unit.best));
  }

  private static String machine() throws Exception {
    Path file = Path.of("/proc/cpuinfo");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    String model = field(lines, "model name");
    List<String> flags =
        Arrays.asList((field(lines, "flags") + " " + field(lines, "Features")).split(" "));
    return "Machine: "
        + (model.isEmpty() ? System.getProperty("os.arch") : model)
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors, "
        + FLAGS.stream()
            .map(flag -> flags.contains(flag) ? flag : "no " + flag)
            .collect(Collectors.joining(", "));
  }

  private static String field(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse("");
  }
}
