package io.edgeveil.gateway.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
      DeviceCommand.class,
      ViewerCommand.class,
      BrokerFilesCommand.class
    })
public final class GatewayCommand implements Runnable {
  private static final int USAGE = 2;
  private static final int FAILURE = 1;

  @Spec private CommandSpec spec;

  private GatewayCommand() {}

  /**
   * Runs a command in this process. {@code run} returns when the thread is interrupted or the JVM
   * shuts down.
   *
   * @return the exit code
   */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  /** The same with other places to write to. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return commandLine().setOut(out).setErr(err).execute(args);
  }

  private static CommandLine commandLine() {
    CommandLine line = new CommandLine(new GatewayCommand());
    LimitOptions.addTo(line.getSubcommands().get("run").getCommandSpec());
    return line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(GatewayCommand::badUsage)
        .setExecutionExceptionHandler(GatewayCommand::failure);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: run, device, viewer or broker-files");
  }

  private static int badUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    tell(
        command,
        e.getMessage() + " (" + command.getCommandSpec().qualifiedName() + " --help tells more)");
    return USAGE;
  }

  private static int failure(Exception e, CommandLine command, ParseResult parsed)
      throws Exception {
    if (e instanceof StartException
        || e instanceof java.io.IOException
        || e instanceof IllegalArgumentException) {
      tell(command, e instanceof java.io.IOException io ? Cause.of(io) : e.getMessage());
      return FAILURE;
    }
    throw e;
  }

  private static void tell(CommandLine command, String message) {
    String oneLine = String.valueOf(message).replaceAll("\\s*\\R\\s*", " ");
    command.getErr().println("edgeveil-gateway: " + oneLine);
    command.getErr().flush();
  }

  /** Tells picocli which release this is. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"edgeveil-gateway " + Release.version()};
    }
  }
}
