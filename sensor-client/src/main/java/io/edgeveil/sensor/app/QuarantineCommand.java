package io.edgeveil.sensor.app;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.quarantine.Quarantine;
import io.edgeveil.pads.quarantine.QuarantinedGateway;
import io.edgeveil.pads.store.DeviceBundle;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code quarantine}: who is in it, and out of it. */
@Command(
    name = "quarantine",
    description = "Shows the gateways this device no longer uses, or lets one be used again.")
final class QuarantineCommand implements Callable<Integer> {
  /** What {@code quarantine --clear --json} says. */
  record Cleared(String cleared) {}

  @Spec private CommandSpec spec;

  @Mixin private BundleOption bundle;

  @Option(
      names = "--clear",
      paramLabel = "GATEWAY",
      description = "Lets this gateway be used again.")
  private String clear;

  @Option(names = "--json", description = "One JSON object a gateway on stdout.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (clear != null && !Ids.isId(clear)) {
      throw new ParameterException(spec.commandLine(), "--clear must match [a-z0-9_-]{1,64}");
    }
    Quarantine quarantine = DeviceBundle.open(bundle.folder()).quarantine();
    PrintWriter out = spec.commandLine().getOut();
    if (clear != null) {
      if (!quarantine.clear(clear)) {
        throw new PadsException("gateway " + clear + " is not in quarantine");
      }
      out.println(json ? json(new Cleared(clear)) : "gateway " + clear + " may be used again");
    } else {
      list(quarantine.list(), out);
    }
    out.flush();
    return 0;
  }

  private void list(List<QuarantinedGateway> gateways, PrintWriter out) {
    for (QuarantinedGateway gateway : gateways) {
      out.println(
          json
              ? json(gateway)
              : String.format(
                  Locale.ROOT,
                  "%s  wrong result for layer %s of inference %d at %s",
                  gateway.gateway(),
                  gateway.layer(),
                  gateway.inference(),
                  gateway.at()));
    }
    if (gateways.isEmpty() && !json) {
      out.println("no gateway is in quarantine");
    }
  }

  private static String json(Object line) {
    return new String(Json.write(line), StandardCharsets.UTF_8);
  }
}
