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
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code refill}: more pads for a bundle. */
@Command(
    name = "refill",
    description = {
      "Gets a bundle more pads: moves those of another bundle of the same device and model in, or"
          + " makes some here with the help of a dealer.",
      "A dealer is a second gateway (edgeveil-gateway run --deal), run by somebody who does not work"
          + " together with whoever runs the first. It gets the seeds of masks, never a picture.",
      "Who dealt pads is written into them and goes where they go: it must never compute here, nor"
          + " anybody at the same host or of the same certificate authority. One that gives a wrong"
          + " answer is quarantined.",
      "A sensor may be at work with the bundle meanwhile. An interrupted move is finished by the"
          + " same command; an interrupted dealing leaves nothing."
    })
final class RefillCommand implements Callable<Integer> {
  private static final long MAX_COUNT = 100_000_000;

  /** What {@code refill --json} says. */
  record Refilled(String device, String model, long padsAdded, int setsAdded, long padsLeft) {}

  /** Where the pads come from. */
  static final class Source {
    @Option(
        names = "--from",
        required = true,
        paramLabel = "OTHER",
        description = "Bundle whose pads are moved; none is left there.")
    private Path from;

    @Option(
        names = "--dealer",
        required = true,
        paramLabel = "ADDRESS",
        converter = AddressConverter.class,
        description =
            "Where to reach a dealer: mqtts://, coaps:// or coaps+tcp://host:port; on loopback also"
                + " tcp://, coap:// or coap+tcp://.")
    private GatewayAddress dealer;
  }

  @Spec private CommandSpec spec;

  @Mixin private BundleOption bundle;

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "With --dealer: how many pads to make.")
  private Long count;

  @Option(
      names = "--credentials",
      paramLabel = "DIR",
      description =
          "With --dealer: folder with the credentials.json that the dealer's owner gave out.")
  private Path credentials;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "With --dealer: file, 0600, with the device's password there.")
  private Path passwordFile;

  @Mixin private PackingOption packing;

  @Option(names = "--json", description = "One JSON object on stdout.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    boolean deals = source.dealer != null;
    require(deals || count == null, "--count goes with --dealer");
    require(deals || !packing.isGiven(), "--packing goes with --dealer");
    require(
        deals || (credentials == null && passwordFile == null),
        "--credentials and --password-file go with --dealer");
    DeviceBundle to = DeviceBundle.open(bundle.folder());
    if (!deals) {
      List<PadSetFacts> moved = SetMove.move(DeviceBundle.open(source.from), to);
      report(to, moved.stream().mapToLong(PadSetFacts::left).sum(), moved.size());
      return 0;
    }
    require(
        count != null && count >= 1 && count <= MAX_COUNT, "--dealer wants --count, at least 1");
    require(
        (credentials == null) != (passwordFile == null),
        "--dealer wants --credentials or --password-file: this device's account there");
    Dealing.deal(to, source.dealer, credentials, passwordFile, packing.wanted(), count, json);
    report(to, count, 1);
    return 0;
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private void report(DeviceBundle to, long pads, int sets) throws Exception {
    Refilled refilled =
        new Refilled(to.device().device(), to.device().model(), pads, sets, to.padsLeft());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(Json.write(refilled), StandardCharsets.UTF_8));
    } else {
      out.println(bundle.folder() + ": " + pads + " pads more, " + refilled.padsLeft() + " left");
    }
    out.flush();
  }
}
