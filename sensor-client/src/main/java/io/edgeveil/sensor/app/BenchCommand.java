package io.edgeveil.sensor.app;

import com.sun.management.OperatingSystemMXBean;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.sensor.inference.Inference;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.InferenceObserver;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
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
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Spec private CommandSpec spec;

  @Option(names = "--bundle", required = true, paramLabel = "DIR", description = "Device bundle.")
  private Path bundle;

  @Option(
      names = "--gateway",
      paramLabel = "ADDRESS",
      converter = AddressConverter.class,
      description =
          "A way to the gateway, as infer takes it; given again, another one to compare with"
              + " the first (as the bundle says).")
  private List<GatewayAddress> gateways = new ArrayList<>();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20",
      description = "Inferences measured by each way in each turn (${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--turns",
      paramLabel = "N",
      defaultValue = "5",
      description = "Turns of each way, each with a connection of its own (${DEFAULT-VALUE}).")
  private int turns;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Inferences before the measured ones in each turn; ten times as many before the first"
              + " (${DEFAULT-VALUE}).")
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

  private SensorSettings settings;
  private List<Tensor> inputs;
  private float[][] outputs; // by picture; null: not yet computed
  private int next; // index of the next picture

  @Override
  public Integer call() throws Exception {
    require(count >= 1 && turns >= 1 && warmUp >= 0, "--count and --turns must be at least 1");
    settings = SensorSettings.of(bundle).withPacking(packing.wanted());
    settings = noVerify ? settings.withoutVerification() : settings;
    requirePads();
    List<WayMeasured> ways = new ArrayList<>();
    for (SensorSettings way : ways()) {
      ways.add(new WayMeasured(way));
    }
    for (int turn = 0; turn < turns; turn++) {
      for (WayMeasured way : ways) {
        measure(way, turn == 0 ? 10 * warmUp : warmUp);
      }
    }
    print(ways);
    return 0;
  }

  private List<SensorSettings> ways() {
    return gateways.isEmpty()
        ? List.of(settings)
        : gateways.stream().map(settings::withGateway).toList();
  }

  private void requirePads() throws IOException, PadsException, BundleFormatException {
    long needed = ways().size() * (9L * warmUp + (long) turns * (warmUp + count));
    long left = DeviceBundle.open(bundle).padSets().stream().mapToLong(set -> set.left()).sum();
    if (left < needed) {
      throw new PadsException("this needs " + needed + " pads, " + left + " are left in " + bundle);
    }
  }

  private void measure(WayMeasured way, int unmeasured) throws Exception {
    try (Sensor sensor = Sensor.open(way.settings())) {
      readPictures(sensor);
      for (int i = 0; i < unmeasured; i++) {
        var unused = infer(sensor);
      }
      long cpuNanos = PROCESS.getProcessCpuTime();
      for (int i = 0; i < count; i++) {
        way.add(infer(sensor).figures());
      }
      way.addCpu(PROCESS.getProcessCpuTime() - cpuNanos);
    }
  }

  private void readPictures(Sensor sensor) throws Exception {
    if (inputs != null) {
      return;
    }
    inputs = new ArrayList<>();
    for (Path image : images) {
      inputs.add(sensor.tensor(PictureFile.read(image)));
    }
    outputs = new float[inputs.size()][];
  }

  private Inference infer(Sensor sensor) throws InferenceException, PadsException, IOException {
    int picture = next;
    next = (next + 1) % inputs.size();
    Inference done = sensor.infer(inputs.get(picture), InferenceObserver.NONE);
    float[] output = done.output().values();
    if (outputs[picture] == null) {
      outputs[picture] = output;
    } else if (!Arrays.equals(outputs[picture], output)) {
      throw new IllegalStateException("another output for " + images.get(picture) + " than before");
    }
    return done;
  }

  private void print(List<WayMeasured> ways) {
    PrintWriter out = spec.commandLine().getOut();
    List<BenchLine> lines = ways.stream().map(way -> way.line(ways.get(0))).toList();
    if (!json) {
      out.println(BenchLine.HEAD);
    }
    for (BenchLine line : lines) {
      out.println(json ? new String(Json.write(line), StandardCharsets.UTF_8) : line.row());
    }
    out.flush();
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
