package io.edgeveil.command.program;

import io.edgeveil.command.FailureLine;
import io.edgeveil.command.Terminal;
import io.edgeveil.command.configuration.Configuration;
import io.edgeveil.command.configuration.ConfigurationKeys;
import io.edgeveil.command.configuration.FaultyConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/**
 * The command line of one of the programs. Exits 0 on success, 2 on bad usage, a faulty
 * configuration file included, 1 otherwise, with one line on standard error; also at the first line
 * that standard output does not take.
 */
public final class Program {
  static final String CONFIG = "--config";
  private static final int WIDTH = 100;

  private final CommandLine line;
  private ConfigurationKeys keys; // null: it has no configuration file
  private Path usual; // null: none unless one is named

  /** Of a command with all its verbs; adds {@code completion}. */
  public Program(CommandLine line) {
    this.line = line;
    line.addSubcommand("completion", new CompletionCommand())
        .registerConverter(Path.class, Program::path)
        .setOut(new PrintWriter(new StandardOutput(System.out), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setHelpFactory(VerbHelp::new)
        .setUsageHelpWidth(WIDTH)
        .setColorScheme(Help.defaultColorScheme(Terminal.hasColours() ? Ansi.ON : Ansi.OFF));
  }

  /**
   * Gives it a configuration file, {@code --config FILE}, and the verb {@code config} that prints
   * one.
   *
   * @param verb whose options are its keys
   * @param place where it usually is, for the help; read if it is there and {@code readUsual}
   */
  public Program withConfiguration(String verb, Path place, boolean readUsual) {
    usual = readUsual ? place : null;
    keys = ConfigurationKeys.of(line.getSubcommands().get(verb).getCommandSpec());
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .type(Path.class)
                .scopeType(ScopeType.INHERIT)
                .description(
                    "Configuration file. Default: "
                        + place
                        + ", if it is there; the verb config prints one")
                .build());
    line.addSubcommand("config", ConfigCommand.spec(line.getCommandName() + " " + verb, keys));
    return this;
  }

  /** The command line, to be given streams and handlers. */
  public CommandLine line() {
    return line;
  }

  /** Runs one command; returns the exit code. */
  public int run(String... args) {
    List<String> typed = List.of(args);
    TypedVerb verb = TypedVerb.in(line, typed);
    Configuration configuration;
    try {
      configuration = configuration(verb, typed);
    } catch (FaultyConfigurationException e) {
      FailureLine.print(verb.line(), e.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (IOException e) {
      FailureLine.print(verb.line(), CONFIG + ": " + FailureLine.of(e));
      return CommandLine.ExitCode.USAGE;
    } catch (InvalidPathException e) {
      FailureLine.print(verb.line(), CONFIG + ": " + FailureLine.of(e));
      return CommandLine.ExitCode.USAGE;
    }
    line.setParameterExceptionHandler(new UsageLine(typed, configuration));
    line.setExecutionExceptionHandler(namingPaths(line.getExecutionExceptionHandler()));
    List<String> all = new ArrayList<>(typed);
    all.addAll(
        verb.place(), configuration.argumentsFor(verb.line().getCommandSpec(), verb.rest(typed)));
    IExecutionStrategy strategy = line.getExecutionStrategy();
    line.setExecutionStrategy(parsed -> whileOutputIsTaken(strategy, parsed));
    return line.execute(all.toArray(String[]::new));
  }

  private int whileOutputIsTaken(IExecutionStrategy strategy, ParseResult parsed) {
    try {
      return strategy.execute(parsed);
    } catch (StandardOutput.LostException e) { // of the help
      FailureLine.print(line, e.getCause().getMessage());
    } catch (ExecutionException e) { // of a verb
      if (!(e.getCause() instanceof StandardOutput.LostException lost)) {
        throw e;
      }
      FailureLine.print(line, lost.getCause().getMessage());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(FailureLine.of(e));
    }
  }

  private static IExecutionExceptionHandler namingPaths(IExecutionExceptionHandler others) {
    return (e, command, parsed) -> {
      if (e instanceof InvalidPathException path) {
        FailureLine.print(command, FailureLine.of(path));
        return CommandLine.ExitCode.SOFTWARE;
      }
      if (others == null) {
        throw e;
      }
      return others.handleExecutionException(e, command, parsed);
    };
  }

  private Configuration configuration(TypedVerb verb, List<String> typed)
      throws IOException, FaultyConfigurationException {
    if (keys == null
        || !keys.concern(verb.line().getCommandSpec())
        || verb.wantsHelp(verb.rest(typed))) {
      return Configuration.none();
    }
    Optional<Path> named = TypedVerb.valueOf(CONFIG, typed).map(Path::of);
    if (named.isPresent()) {
      return Configuration.read(named.get(), keys, line);
    }
    return usual != null && Files.exists(usual)
        ? Configuration.read(usual, keys, line)
        : Configuration.none();
  }
}
