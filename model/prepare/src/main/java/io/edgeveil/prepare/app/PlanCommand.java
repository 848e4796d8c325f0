package io.edgeveil.prepare.app;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.prepare.plan.Plan;
import io.edgeveil.prepare.plan.PlannedLayer;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plan}: who computes what. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Shows who computes what, and what it costs.")
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "A model bundle, with or without its version.")
  private Path model;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Plan plan = Plan.of(ModelBundle.open(model));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(Json.write(plan), StandardCharsets.UTF_8));
    } else {
      print(plan, out);
    }
    out.flush();
    return 0;
  }

  private static void print(Plan plan, PrintWriter out) {
    int width = plan.layers().stream().mapToInt(layer -> layer.name().length()).max().orElse(0);
    String head = "%-" + Math.max(5, width) + "s  %-19s  %-7s  %-13s  %14s  %2s  %11s  %11s%n";
    out.printf(
        Locale.ROOT,
        head,
        "layer",
        "operation",
        "where",
        "output",
        "operations",
        "k",
        "up bytes",
        "down bytes");
    for (PlannedLayer layer : plan.layers()) {
      boolean linear = layer.k() != null;
      out.printf(
          Locale.ROOT,
          head,
          layer.name(),
          layer.operation(),
          layer.where(),
          layer.output(),
          grouped(layer.operations()),
          linear ? layer.k() : "",
          linear ? grouped(layer.upBytes()) : "",
          linear ? grouped(layer.downBytes()) : "");
    }
    out.println();
    line(out, "input", plan.input().toString());
    line(
        out,
        "gateway",
        String.format(
            Locale.ROOT,
            "%s multiply-adds, %.2f %% of all operations",
            grouped(plan.gatewayOperations()),
            plan.offloadedPercent()));
    line(out, "sensor", grouped(plan.sensorOperations()) + " operations");
    line(out, "round trips", String.valueOf(plan.roundTrips()));
    line(
        out,
        "network",
        grouped(plan.upBytes()) + " bytes up, " + grouped(plan.downBytes()) + " bytes down");
    line(
        out,
        "packed as bits",
        grouped(plan.packedUpBytes())
            + " bytes up, "
            + grouped(plan.packedDownBytes())
            + " bytes down");
    line(out, "pad", grouped(plan.padBytes()) + " bytes an inference");
    line(
        out,
        "sensor memory",
        grouped(plan.sensorTensorBytes())
            + " bytes of tensors at most, "
            + grouped(plan.sensorConstantBytes())
            + " of constants");
    line(out, "gateway memory", grouped(plan.gatewayWeightBytes()) + " bytes of weights");
    line(out, "model digest", plan.digest());
  }

  private static void line(PrintWriter out, String what, String text) {
    out.printf(Locale.ROOT, "%-15s %s%n", what, text);
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
