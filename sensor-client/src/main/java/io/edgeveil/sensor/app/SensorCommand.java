package io.edgeveil.sensor.app;

import io.edgeveil.command.Release;
import io.edgeveil.command.memory.HeapDumps;
import io.edgeveil.command.memory.OutOfMemory;
import io.edgeveil.command.program.Program;
import java.io.PrintWriter;
import java.nio.file.Path;
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
      DoctorCommand.class,
      BenchCommand.class,
      StatusCommand.class,
      RefillCommand.class,
      QuarantineCommand.class
    })
public final class SensorCommand {
  private static final Path CONFIGURATION = Path.of("/etc/edgeveil/sensor.yaml");

  /** The verb whose options are the keys of the configuration; others take what they share. */
  private static final String CONFIGURED = "watch";

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
    OutOfMemory.endsThisProcess();
    SensorCommand command = new SensorCommand();
    Program program = program(command, true);
    program
        .line()
        .setExecutionStrategy(
            parsed -> {
              Logging.toStandardError(command.logLevel);
              for (String option : HeapDumps.turnOff()) {
                LOG.warn("{} is turned off: a heap dump would hold keys and pictures", option);
              }
              return new CommandLine.RunLast().execute(parsed);
            });
    System.exit(program.run(args));
  }

  /**
   * Runs one command within another program, whose logging is left alone, and without the
   * configuration that may be installed on the machine.
   *
   * @return the exit code: 0, 1 or 2
   */
  public static int run(String... args) {
    return program(new SensorCommand(), false).run(args);
  }

  /** The same with other streams than the process's own. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    Program program = program(new SensorCommand(), false);
    program.line().setOut(out).setErr(err);
    return program.run(args);
  }

  private static Program program(SensorCommand command, boolean installed) {
    Program program =
        new Program(new CommandLine(command))
            .withConfiguration(CONFIGURED, CONFIGURATION, installed);
    program
        .line()
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new SensorFailure());
    return program;
  }

  /** Tells picocli which release this is. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"edgeveil-sensor " + Release.version()};
    }
  }
}
