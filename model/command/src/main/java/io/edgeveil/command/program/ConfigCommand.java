package io.edgeveil.command.program;

import io.edgeveil.command.configuration.ConfigurationExample;
import io.edgeveil.command.configuration.ConfigurationKeys;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code config}: a whole configuration file, to be changed. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a configuration file with every key, what it means and its default.",
      "What is given here, or in a file that is there, stands in it as set."
    })
final class ConfigCommand implements Callable<Integer> {
  private final String whose;
  private final ConfigurationKeys keys;

  @Spec private CommandSpec spec;

  private ConfigCommand(String whose, ConfigurationKeys keys) {
    this.whose = whose;
    this.keys = keys;
  }

  /** The verb, with all the options that have a key, none of them required. */
  static CommandSpec spec(String whose, ConfigurationKeys keys) {
    CommandSpec verb = CommandSpec.forAnnotatedObject(new ConfigCommand(whose, keys));
    for (OptionSpec option : keys.options()) {
      if (!option.inherited()) { // those come with the program
        verb.addOption(copy(option));
      }
    }
    return verb;
  }

  private static OptionSpec copy(OptionSpec option) {
    return OptionSpec.builder(option.names())
        .type(option.type())
        .auxiliaryTypes(option.auxiliaryTypes())
        .converters(option.converters())
        .arity(option.arity())
        .paramLabel(option.paramLabel())
        .description(option.description())
        .userObject(option.userObject())
        .build();
  }

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    line.getOut().print(ConfigurationExample.of(whose, keys, line.getParseResult()));
    line.getOut().flush();
    return CommandLine.ExitCode.OK;
  }
}
