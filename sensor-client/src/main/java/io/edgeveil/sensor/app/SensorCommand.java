package io.edgeveil.sensor.app;

import io.edgeveil.pads.memory.HeapDumps;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line of {@code edgeveil-sensor.jar}. */
@Command(
    name = "edgeveil-sensor",
    mixinStandardHelpOptions = true,
    versionProvider = SensorCommand.Version.class,
    scope = ScopeType.INHERIT,
    description =
        "Classifies pictures with the help of a gateway that sees only noise."
            + " Exit code 0 is success, 2 wrong usage, 1 anything else.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      EnrolCommand.class,
      InferCommand.class,
      WatchCommand.class,
      BenchCommand.class,
      StatusCommand.class,
      RefillCommand.class,
      QuarantineCommand.class
    })
public final class SensorCommand {
  private static final Logger LOG = LoggerFactory.getLogger(SensorCommand.class);

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      scope = ScopeType.INHERIT,
      defaultValue = "warn",
      description = "What to log on stderr: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private LogLevel logLevel;

  private SensorCommand() {}

  /** Runs the program and ends the Java machine. */
  public static void main(String[] args) {
    SensorCommand command = new SensorCommand();
    CommandLine line = line(command);
    line.setExecutionStrategy(
        parsed -> {
          Logging.toStandardError(command.logLevel);
          for (String option : HeapDumps.turnOff()) {
            LOG.warn("{} is turned off: a heap dump would hold keys and pictures", option);
          }
          return new CommandLine.RunLast().execute(parsed);
        });
    System.exit(line.execute(args));
  }

  /**
   * Runs one command within another program, whose logging is left alone.
   *
   * @return the exit code: 0, 1 or 2
   */
  public static int run(String... args) {
    return line(new SensorCommand()).execute(args);
  }

  /** The same with other streams than the process's own. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return line(new SensorCommand()).setOut(out).setErr(err).execute(args);
  }

  private static CommandLine line(SensorCommand command) {
    return new CommandLine(command)
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new FailureLine())
        .setParameterExceptionHandler(
            (wrong, args) -> {
              CommandLine where = wrong.getCommandLine();
              where
                  .getErr()
                  .println(
                      FailureLine.PREFIX
                          + FailureLine.oneLine(wrong.getMessage())
                          + " ("
                          + where.getCommandSpec().qualifiedName()
                          + " --help tells more)");
              return CommandLine.ExitCode.USAGE;
            });
  }

  /** Tells picocli which release this is. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = SensorCommand.class.getPackage().getImplementationVersion();
      return new String[] {"edgeveil-sensor " + (version == null ? "(not packaged)" : version)};
    }
  }
}
