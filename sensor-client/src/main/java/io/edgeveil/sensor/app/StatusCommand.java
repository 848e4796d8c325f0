package io.edgeveil.sensor.app;

import io.edgeveil.core.json.Json;
import io.edgeveil.pads.quarantine.QuarantinedGateway;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.DeviceDescription;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: what the bundle holds. */
@Command(
    name = "status",
    description = "Shows whose pads a bundle holds, for which model, and how many are left.")
final class StatusCommand implements Callable<Integer> {
  /** What {@code status --json} says. */
  record BundleStatus(
      String device,
      String model,
      String version,
      String modelDigest,
      String padFile,
      long padsMade,
      long padsLeft,
      List<String> quarantined) {}

  @Spec private CommandSpec spec;

  @Option(names = "--bundle", required = true, paramLabel = "DIR", description = "Device bundle.")
  private Path bundle;

  @Option(names = "--json", description = "One JSON object on stdout.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    DeviceBundle opened = DeviceBundle.open(bundle);
    DeviceDescription device = opened.device();
    BundleStatus status =
        new BundleStatus(
            device.device(),
            device.model(),
            device.version(),
            device.modelDigest(),
            device.padFile(),
            device.pads(),
            opened.padsLeft(),
            opened.quarantine().list().stream().map(QuarantinedGateway::gateway).toList());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(Json.write(status), StandardCharsets.UTF_8));
    } else {
      out.println("device     " + status.device());
      out.println("model      " + status.model() + " " + status.version());
      out.println("digest     " + status.modelDigest());
      out.println("pad file   " + status.padFile());
      out.println("pads left  " + status.padsLeft() + " of " + status.padsMade());
      if (!status.quarantined().isEmpty()) {
        out.println("quarantine " + String.join(" ", status.quarantined()));
      }
    }
    out.flush();
    return 0;
  }
}
