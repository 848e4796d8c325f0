package io.edgeveil.command.program;

import io.edgeveil.command.FailureLine;
import io.edgeveil.command.Spelling;
import io.edgeveil.command.configuration.Configuration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Bad usage as one line on standard error, and exit code 2.
 *
 * <p><b>Guarantee:</b> an argument that no verb knows is not printed back. It may be a password
 * that lost its option, and standard error may be a log that others read.
 */
final class UsageLine implements IParameterExceptionHandler {
  private final List<String> typed;
  private final Configuration configuration;

  /** For arguments as the person typed them, and what a file added to them. */
  UsageLine(List<String> typed, Configuration configuration) {
    this.typed = typed;
    this.configuration = configuration;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String text = e instanceof UnmatchedArgumentException un ? unmatched(un) : e.getMessage();
    String verb = command.getCommandSpec().qualifiedName();
    String told = FailureLine.oneLine(text) + configuration.placesOf(text);
    FailureLine.print(command, told + " (" + verb + " --help tells more)");
    return CommandLine.ExitCode.USAGE;
  }

  private String unmatched(UnmatchedArgumentException e) {
    CommandSpec verb = e.getCommandLine().getCommandSpec();
    String argument = e.getUnmatched().get(0);
    boolean option = argument.startsWith("-");
    boolean wantsVerb = !option && !verb.subcommands().isEmpty();
    String what = option ? "unknown option" : wantsVerb ? "unknown command" : "one too many";
    Optional<String> meant =
        option
            ? Spelling.nearest(argument.split("=", 2)[0], verb.optionsMap().keySet())
            : wantsVerb
                ? Spelling.nearest(argument, verb.subcommands().keySet())
                : Optional.empty();
    int place = typed.indexOf(argument) + 1;
    return (place == 0 ? "an argument" : "argument " + place)
        + ": "
        + what
        + meant.map(word -> "; did you mean " + word + "?").orElse("");
  }
}
