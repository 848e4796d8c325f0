package io.edgeveil.prepare.app;

import io.edgeveil.command.Release;
import io.edgeveil.command.memory.HeapDumps;
import io.edgeveil.command.memory.OutOfMemory;
import io.edgeveil.command.program.Program;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code edgeveil-model}: from a trained network to what gateway and sensor need. */
@Command(
    name = "edgeveil-model",
    mixinStandardHelpOptions = true,
    versionProvider = ModelCommand.Version.class,
    description = "From a trained network to what gateway and sensor need.",
    subcommands = {
      ImportCommand.class,
      PlanCommand.class,
      VerifyCommand.class,
      PadsCommand.class,
      AlexNetCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:success", "1:failure, one line on standard error", "2:bad usage"})
public final class ModelCommand implements Runnable {
  @Spec private CommandSpec spec;

  ModelCommand() {}

  /** The program. */
  public static void main(String[] args) {
    OutOfMemory.endsThisProcess();
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "edgeveil-model-logback.xml");
    }
    for (String option : HeapDumps.turnOff()) {
      System.err.println(
          "edgeveil-model: " + option + " is turned off: a heap dump would hold keys of pads");
    }
    System.exit(run(args));
  }

  /**
   * Runs one command in this process, on the process's own streams.
   *
   * @return 0 on success, 2 on bad usage, 1 otherwise
   */
  public static int run(String... args) {
    return run(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        args);
  }

  /** The same on other streams. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    Program program = new Program(new CommandLine(new ModelCommand()));
    program
        .line()
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Failures::failure);
    return program.run(args);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "a command is missing: import, plan, verify or pads");
  }

  /** Tells picocli which release this is. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"edgeveil-model " + Release.version()};
    }
  }
}
