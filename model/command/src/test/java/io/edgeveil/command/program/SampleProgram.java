package io.edgeveil.command.program;

import io.edgeveil.command.Alternative;
import io.edgeveil.command.CommandLineOnly;
import io.edgeveil.command.Heading;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A program with two verbs that share some options. */
@Command(name = "sample", mixinStandardHelpOptions = true)
final class SampleProgram {
  @Option(
      names = "--log-level",
      scope = CommandLine.ScopeType.INHERIT,
      defaultValue = "warn",
      description = "What to log.")
  String logLevel;

  /** How to wait. */
  enum Patience {
    SHORT,
    LONG
  }

  /** Of both verbs. */
  static final class Shared {
    @Option(names = "--data", defaultValue = "sample-data", description = "Where data are.")
    Path data;
  }

  /** Of {@code serve} alone. */
  @Heading("Network")
  static final class Network {
    @Option(
        names = "--port",
        defaultValue = "1883",
        description = "Port. Default: ${DEFAULT-VALUE}")
    int port;

    @Option(names = "--host", description = "Names.")
    List<String> hosts = new ArrayList<>();

    @Option(
        names = "--patience",
        defaultValue = "short",
        description = "One of ${COMPLETION-CANDIDATES}.")
    Patience patience;
  }

  /** One of two. */
  static final class Source {
    @Option(names = "--folder", required = true, description = "Of pictures.")
    Path folder;

    @Option(names = "--camera", required = true, description = "A command.")
    String camera;
  }

  /** The verb that has a configuration. */
  @Command(name = "serve", mixinStandardHelpOptions = true, description = "Serves.")
  static final class Serve implements Callable<Integer> {
    @Option(names = "--models", required = true, paramLabel = "DIR", description = "Of models.")
    Path models;

    @Alternative("who sees it")
    @Option(names = "--open", description = "Everybody.")
    boolean open;

    @Alternative("who sees it")
    @Option(names = "--closed", description = "Nobody.")
    boolean closed;

    @Option(names = "--deal", description = "Deal, too.")
    boolean deal;

    @Option(names = "--threads", description = "How many. Default: one for each processor")
    Integer threads;

    @Mixin Shared shared;
    @Mixin Network network;

    @ArgGroup(multiplicity = "0..1")
    Source source;

    @CommandLineOnly
    @Option(names = "--forget", description = "Begin anew.")
    boolean forget;

    @Override
    public Integer call() {
      if (network.port == 13) {
        throw new CommandLine.ParameterException(line, "--port must not be 13");
      }
      return 0;
    }

    CommandLine line;
  }

  /** Another. */
  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists.")
  static final class Listing implements Callable<Integer> {
    @Mixin Shared shared;

    @Option(names = "--port", defaultValue = "9", description = "Quite another port.")
    int port;

    @Parameters(arity = "0..1", description = "A word.")
    String word;

    @Override
    public Integer call() {
      return 0;
    }
  }

  final Serve serve = new Serve();
  final Listing listing = new Listing();
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  int run(String... args) {
    return run(null, args);
  }

  int run(Path usual, String... args) {
    CommandLine line =
        new CommandLine(this)
            .addSubcommand("serve", serve)
            .addSubcommand("list", listing)
            .setCaseInsensitiveEnumValuesAllowed(true);
    serve.line = line.getSubcommands().get("serve");
    Program program = new Program(line).withConfiguration("serve", usual, usual != null);
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return program.run(args);
  }
}
