package io.edgeveil.gateway.app;

import io.edgeveil.command.FailureLine;
import io.edgeveil.command.Release;
import io.edgeveil.command.program.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line: exits 0 on success, 2 on bad usage, 1 otherwise, with one line on stderr. */
@Command(
    name = "edgeveil-gateway",
    mixinStandardHelpOptions = true,
    versionProvider = GatewayCommand.Version.class,
    description = "Computes the linear layers of CNNs for devices that hide their tensors from it.",
    subcommands = {
      RunCommand.class,
      DoctorCommand.class,
      DeviceCommand.class,
      ViewerCommand.class,
      BrokerFilesCommand.class,
      DecodeCommand.class
    })
public final class GatewayCommand implements Runnable {
  private static final Path CONFIGURATION = Path.of("/etc/edgeveil/gateway.yaml");

  @Spec private CommandSpec spec;

  private GatewayCommand() {}

  /**
   * Runs a command in this process. {@code run} returns when the thread is interrupted or the JVM
   * shuts down.
   *
   * @return the exit code
   */
  public static int run(String... args) {
    return program(false).run(args);
  }

  /** The same with other places to write to. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    Program program = program(false);
    program.line().setOut(out).setErr(err);
    return program.run(args);
  }

  /** The program itself, which reads the configuration in its usual place. */
  static int runInstalled(String... args) {
    return program(true).run(args);
  }

  private static Program program(boolean installed) {
    CommandLine line = new CommandLine(new GatewayCommand());
    LimitOptions.addTo(line.getSubcommands().get("run").getCommandSpec());
    LimitOptions.addTo(line.getSubcommands().get("doctor").getCommandSpec());
    Program program = new Program(line).withConfiguration("run", CONFIGURATION, installed);
    line.setExecutionExceptionHandler(GatewayCommand::failure);
    return program;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: run, doctor, device, viewer, broker-files, decode, config or"
            + " completion");
  }

  private static int failure(Exception e, CommandLine command, ParseResult parsed)
      throws Exception {
    if (e instanceof IOException io) {
      FailureLine.print(command, FailureLine.of(io));
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (e instanceof StartException || e instanceof IllegalArgumentException) {
      FailureLine.print(command, e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw e;
  }

  /** Tells picocli which release this is. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"edgeveil-gateway " + Release.version()};
    }
  }
}
