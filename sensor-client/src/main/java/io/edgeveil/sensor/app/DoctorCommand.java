package io.edgeveil.sensor.app;

import io.edgeveil.command.CommandLineOnly;
import io.edgeveil.command.doctor.Examination;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: whether this device can make inferences. */
@Command(
    name = "doctor",
    description = {
      "Looks at all that an inference needs, from Java to the gateway's answer and, where one is"
          + " named, the camera, of which it takes a picture, and says what to do"
          + " where something is amiss. A line each: ok, warning or failed. Spends no pad, changes"
          + " nothing, and may run while the sensor is at work.",
      "Exit code 1 if anything failed."
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private BundleOption bundle;

  @Mixin private SourceOptions source;

  @Mixin private GatewayOptions gateway;

  @CommandLineOnly
  @Option(names = "--json", description = "Print one JSON object a line and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    gateway.check(spec.commandLine());
    Examination told = new Examination(spec.commandLine().getOut(), json);
    new SensorExamination(told, gateway.settings(bundle.folder())).run();
    new PicturesExamination(told, source).run();
    return told.exitCode();
  }
}
