package io.edgeveil.sensor.app;

import io.edgeveil.core.json.Json;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.PadSetFacts;
import io.edgeveil.pads.store.SetMove;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code refill}: more pads for a bundle. */
@Command(
    name = "refill",
    description = {
      "Moves the pads of another bundle of the same device and model into a bundle.",
      "A sensor may be at work with it meanwhile. Interrupted, it is finished by the same command."
    })
final class RefillCommand implements Callable<Integer> {
  /** What {@code refill --json} says. */
  record Refilled(String device, String model, long padsAdded, int setsAdded, long padsLeft) {}

  @Spec private CommandSpec spec;

  @Option(names = "--bundle", required = true, paramLabel = "DIR", description = "Device bundle.")
  private Path bundle;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "OTHER",
      description = "Bundle whose pads are moved; none is left there.")
  private Path from;

  @Option(names = "--json", description = "One JSON object on stdout.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    DeviceBundle to = DeviceBundle.open(bundle);
    List<PadSetFacts> moved = SetMove.move(DeviceBundle.open(from), to);
    report(to, moved.stream().mapToLong(PadSetFacts::left).sum(), moved.size());
    return 0;
  }

  private void report(DeviceBundle to, long pads, int sets) throws Exception {
    Refilled refilled =
        new Refilled(to.device().device(), to.device().model(), pads, sets, to.padsLeft());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(Json.write(refilled), StandardCharsets.UTF_8));
    } else {
      out.println(bundle + ": " + pads + " pads more, " + refilled.padsLeft() + " left");
    }
    out.flush();
  }
}
