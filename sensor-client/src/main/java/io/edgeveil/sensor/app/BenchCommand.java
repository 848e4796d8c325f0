package io.edgeveil.sensor.app;

import io.edgeveil.command.FailureLine;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.sensor.bench.Link;
import io.edgeveil.sensor.bench.ProcessUse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench}: the ways to a gateway, side by side. */
@Command(
    name = "bench",
    description = {
      "Measures inferences over one or more ways to a gateway in one run, in turn, so that whatever"
          + " else the machines do falls on all of them. Every inference spends one pad.",
      "The outputs for a picture must be the same by every way, bit for bit."
    })
final class BenchCommand implements Callable<Integer> {
  private static final int WARMER_AT_FIRST = 10;

  @Spec private CommandSpec spec;

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "DIR",
      description =
          "Device bundle; given again, another sensor's, which works at the same time. Each is to"
              + " be another device's, and all of the same model.")
  private List<Path> bundles;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Sensors at work at once: the first N bundles (all).")
  private Integer concurrency;

  @Option(
      names = "--gateway",
      paramLabel = "ADDRESS",
      converter = AddressConverter.class,
      description =
          "A way to the gateway, as infer takes it; given again, another one to compare with"
              + " the first (as the bundle says).")
  private List<GatewayAddress> gateways = new ArrayList<>();

  @Option(
      names = "--link",
      paramLabel = "RATE[,DELAY]",
      converter = LinkConverter.class,
      description =
          "As over a link of this rate in each direction and this round trip, for example"
              + " 10mbit,40ms: a relay in this process in front of a gateway on this machine, for"
              + " each connection its own; TCP alone. It models rate, delay and a bounded queue, not"
              + " loss nor what TCP itself does on a long way.")
  private Link link;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20",
      description = "Inferences measured by each way in each turn, each sensor (${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--turns",
      paramLabel = "N",
      defaultValue = "5",
      description = "Turns of each way, each with connections of its own (${DEFAULT-VALUE}).")
  private int turns;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Inferences before the measured ones in each turn, each sensor; ten times as many before"
              + " the first (${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--no-verify",
      description = "Use results without checking them: for experiments only.")
  private boolean noVerify;

  @Mixin private PackingOption packing;

  @Option(names = "--json", description = "One JSON object for each way on stdout.")
  private boolean json;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "PNG or JPEG pictures, taken one after the other and again.")
  private List<Path> images;

  @Override
  public Integer call() throws Exception {
    require(count >= 1 && turns >= 1 && warmUp >= 0, "--count and --turns must be at least 1");
    int sensors = concurrency == null ? bundles.size() : concurrency;
    require(
        sensors >= 1 && sensors <= bundles.size(),
        "--concurrency is 1 to the number of bundles, which is " + bundles.size());
    if (link != null) {
      gateways.forEach(this::requireLinkable);
    }
    List<Path> used = bundles.subList(0, sensors);
    requirePads(used);
    List<WayMeasured> ways = ways(used);
    BenchPictures pictures = new BenchPictures(images);
    for (int turn = 0; turn < turns; turn++) {
      for (WayMeasured way : ways) {
        measure(way, pictures, turn == 0 ? WARMER_AT_FIRST * warmUp : warmUp);
      }
    }
    print(ways);
    return report(ways);
  }

  private void requireLinkable(GatewayAddress address) {
    try {
      LinkRoute.require(address);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private List<WayMeasured> ways(List<Path> used) {
    List<UnaryOperator<SensorSettings>> addressed = new ArrayList<>();
    gateways.forEach(address -> addressed.add(settings -> settings.withGateway(address)));
    if (addressed.isEmpty()) {
      addressed.add(settings -> settings);
    }
    List<WayMeasured> ways = new ArrayList<>();
    for (UnaryOperator<SensorSettings> address : addressed) {
      List<SensorSettings> each =
          used.stream()
              .map(folder -> SensorSettings.of(folder).withPacking(packing.wanted()))
              .map(settings -> noVerify ? settings.withoutVerification() : settings)
              .map(address)
              .toList();
      ways.add(new WayMeasured(each, Optional.ofNullable(link)));
    }
    return ways;
  }

  private void requirePads(List<Path> used)
      throws IOException, PadsException, BundleFormatException {
    long needed =
        Math.max(1, gateways.size())
            * ((WARMER_AT_FIRST - 1L) * warmUp + (long) turns * (warmUp + count));
    for (Path bundle : used) {
      long left = DeviceBundle.open(bundle).padsLeft();
      if (left < needed) {
        throw new PadsException(
            "this needs " + needed + " pads, " + left + " are left in " + bundle);
      }
    }
  }

  private void measure(WayMeasured way, BenchPictures pictures, int unmeasured) throws Exception {
    try (LinkRoute slow = link == null ? null : new LinkRoute(link);
        Fleet fleet = Fleet.open(way.settings(), slow == null ? Route.STRAIGHT : slow, pictures)) {
      fleet.infer(unmeasured, way.warmUp());
      ProcessUse before = ProcessUse.now();
      long startedNanos = System.nanoTime();
      fleet.infer(count, way.measured());
      way.addUse(System.nanoTime() - startedNanos, before, ProcessUse.now());
    }
  }

  private void print(List<WayMeasured> ways) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<BenchLine> lines = new ArrayList<>();
    for (WayMeasured way : ways) {
      lines.add(way.line(ways.get(0)));
    }
    if (!json) {
      out.println(BenchLine.HEAD);
    }
    for (BenchLine line : lines) {
      out.println(json ? new String(Json.write(line), StandardCharsets.UTF_8) : line.row());
    }
    out.flush();
  }

  private int report(List<WayMeasured> ways) {
    int exitCode = 0;
    for (WayMeasured way : ways) {
      Optional<String> failures = way.failures();
      if (failures.isPresent()) {
        FailureLine.print(spec.commandLine(), failures.get());
        exitCode = 1;
      }
    }
    return exitCode;
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
