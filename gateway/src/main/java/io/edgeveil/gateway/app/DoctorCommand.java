package io.edgeveil.gateway.app;

import io.edgeveil.command.CommandLineOnly;
import io.edgeveil.command.doctor.Examination;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: whether {@code run} with the same options will do. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at all that run with the same options needs, and says what to do where something is"
          + " amiss. A line each: ok, warning or failed. Changes nothing.",
      "Exit code 1 if anything failed."
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunOptions options;

  @CommandLineOnly
  @Option(names = "--json", description = "Print one JSON object a line and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Examination told = new Examination(spec.commandLine().getOut(), json);
    new GatewayExamination(told, options.settings(false)).run();
    return told.exitCode();
  }
}
