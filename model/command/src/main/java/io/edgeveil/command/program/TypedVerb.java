package io.edgeveil.command.program;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The verb that arguments name, found before they are read.
 *
 * @param line of the innermost verb; the program's if they name none
 * @param place of the argument after the verb
 */
record TypedVerb(CommandLine line, int place) {

  static TypedVerb in(CommandLine program, List<String> typed) {
    CommandLine line = program;
    int place = 0;
    for (int i = 0; i < typed.size(); i++) {
      String argument = typed.get(i);
      CommandLine verb = line.getSubcommands().get(argument);
      if (verb != null) {
        line = verb;
        place = i + 1;
      } else if (!argument.startsWith("-")) {
        break;
      } else if (takesNext(line, argument)) {
        i++;
      }
    }
    return new TypedVerb(line, place);
  }

  private static boolean takesNext(CommandLine line, String argument) {
    OptionSpec option = line.getCommandSpec().findOption(argument);
    return option != null && option.arity().min() > 0;
  }

  /** The arguments after the verb. */
  List<String> rest(List<String> typed) {
    return typed.subList(place, typed.size());
  }

  /** Whether arguments ask for help or the version and nothing else will be done. */
  boolean wantsHelp(List<String> rest) {
    return line.getCommandSpec().options().stream()
        .filter(option -> option.usageHelp() || option.versionHelp())
        .flatMap(option -> List.of(option.names()).stream())
        .anyMatch(rest::contains);
  }

  /** What an option is given, the last time. */
  static Optional<String> valueOf(String option, List<String> typed) {
    for (int i = typed.size() - 1; i >= 0; i--) {
      if (typed.get(i).startsWith(option + "=")) {
        return Optional.of(typed.get(i).substring(option.length() + 1));
      }
      if (typed.get(i).equals(option) && i + 1 < typed.size()) {
        return Optional.of(typed.get(i + 1));
      }
    }
    return Optional.empty();
  }
}
