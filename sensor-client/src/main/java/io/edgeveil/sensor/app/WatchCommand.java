package io.edgeveil.sensor.app;

import io.edgeveil.command.FailureLine;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.PadSetFacts;
import io.edgeveil.sensor.inference.TransportException;
import io.edgeveil.sensor.watch.HomeAssistantSensor;
import io.edgeveil.sensor.watch.Notices;
import io.edgeveil.sensor.watch.PictureSource;
import io.edgeveil.sensor.watch.Watch;
import io.edgeveil.sensor.watch.WatchClock;
import io.edgeveil.sensor.watch.WatchFigures;
import io.edgeveil.sensor.watch.WatchSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code watch}: the sensor as a daemon. */
@Command(
    name = "watch",
    description = {
      "Takes pictures from a folder or a camera and classifies them, until it is ended (Ctrl-C,"
          + " SIGTERM). Each spends one pad. Every picture is reported once: classified, failed or"
          + " dropped. Broker, gateway and network may go and come back; without pads it waits for"
          + " a refill."
    },
    footer = {
      "",
      "Examples (each on one line):",
      "  edgeveil-sensor watch --bundle pi-1 --folder /srv/new",
      "      --after move:/srv/done",
      "  edgeveil-sensor watch --bundle pi-1 --camera rpicam --every 30s",
      "      --results results.jsonl --results-mb 10",
      "  edgeveil-sensor watch --bundle pi-1 --camera v4l2 --every 1m --publish",
      "  edgeveil-sensor watch --bundle pi-1 --every 10s",
      "      --camera 'curl -sf http://cam.local/snapshot.jpg'",
      "      --exec '/usr/local/bin/alarm {label} {score} {}'",
      "  edgeveil-sensor watch --bundle pi-1 --fake-camera pictures --count 20",
      "",
      "The presets of --camera stand for these, to be copied and changed:",
      "  rpicam  rpicam-still --nopreview --immediate --width 640 --height 480",
      "              --encoding jpg --output {}",
      "  v4l2    ffmpeg -hide_banner -loglevel error -f v4l2 -i /dev/video0",
      "              -frames:v 1 -y {}",
      "No shell reads commands; where one is wanted: --camera \"sh -c '…'\"."
    })
final class WatchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private BundleOption bundle;

  @Mixin private SourceOptions source;

  @Mixin private ResultOptions results;

  @Mixin private WaitingOptions waiting;

  @Mixin private GatewayOptions gateway;

  @Override
  public Integer call() throws Exception {
    CommandLine line = spec.commandLine();
    source.check(line);
    results.check(line, gateway.address);
    waiting.check(line);
    gateway.check(line);
    Notices notices = new Notices(text -> FailureLine.print(line, text), WatchClock.SYSTEM);
    DeviceBundle opened = DeviceBundle.open(bundle.folder());
    try (CleanEnd end = new CleanEnd(waiting.grace)) {
      WatchFigures figures = watch(opened, notices, end);
      notices.tell(
          String.format(
              Locale.ROOT,
              "%d pictures taken: %d classified, %d failed, %d dropped; %d pads left",
              figures.taken(),
              figures.classified(),
              figures.failed(),
              figures.dropped(),
              padsLeft(opened)));
      return 0;
    }
  }

  private WatchFigures watch(DeviceBundle opened, Notices notices, CleanEnd end) throws Exception {
    Manifest manifest = opened.model().manifest();
    String device = opened.device().device();
    String model = manifest.name() + " " + manifest.version();
    Optional<HomeAssistantSensor> announced =
        results.homeAssistant
            ? Optional.of(HomeAssistantSensor.of(device, model))
            : Optional.empty();
    try (PictureSource pictures = source.open(bundle.folder());
        WatchedSensor sensor =
            new WatchedSensor(
                gateway.settings(bundle.folder()),
                device,
                results.top,
                results.publishes(),
                announced)) {
      WatchSettings settings = waiting.settings(pictures);
      notices.tell("pictures from " + pictures.description());
      notices.tell(
          "device " + device + ", model " + model + ", " + padsLeft(opened) + " pads left");
      notices.tell(WaitingOptions.description(settings));
      notices.tell("results to " + results.description());
      openOrWait(sensor, notices);
      return end.run(
          new Watch(
              pictures,
              sensor,
              results.everything(spec.commandLine().getOut(), manifest.labels()),
              results.tried(sensor),
              settings,
              WatchClock.SYSTEM,
              notices));
    }
  }

  /** A gateway that is not there yet is waited for; what must be mended ends the program. */
  private static void openOrWait(WatchedSensor sensor, Notices notices) throws Exception {
    try {
      sensor.open();
      notices.tell("connected");
    } catch (TransportException e) {
      if (!e.mayPass()) {
        throw e;
      }
      notices.tell("not connected yet, trying on: " + e.getMessage());
    }
  }

  private static long padsLeft(DeviceBundle bundle) throws Exception {
    return bundle.padSets().stream().mapToLong(PadSetFacts::left).sum();
  }
}
