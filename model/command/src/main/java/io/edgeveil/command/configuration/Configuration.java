package io.edgeveil.command.configuration;

import io.edgeveil.command.FailureLine;
import io.edgeveil.command.Spelling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What a file adds to a command line: the arguments that its keys stand for. */
public final class Configuration {
  private final Path file;
  private final ConfigurationKeys keys;
  private final List<Setting> settings;

  private Configuration(Path file, ConfigurationKeys keys, List<Setting> settings) {
    this.file = file;
    this.keys = keys;
    this.settings = settings;
  }

  /** Adds nothing. */
  public static Configuration none() {
    return new Configuration(null, null, List.of());
  }

  /**
   * Reads a file and checks every key and value.
   *
   * @param like a command line that reads enumerations as the program's does
   * @throws FaultyConfigurationException naming file, line and key
   */
  public static Configuration read(Path file, ConfigurationKeys keys, CommandLine like)
      throws IOException, FaultyConfigurationException {
    List<Setting> settings = ConfigurationFile.read(file);
    for (Setting setting : settings) {
      Optional<String> fault = fault(setting, keys, like);
      if (fault.isPresent()) {
        throw new FaultyConfigurationException(
            file, setting.line(), setting.key() + ": " + FailureLine.oneLine(fault.get()));
      }
    }
    return new Configuration(file, keys, settings);
  }

  private static Optional<String> fault(Setting setting, ConfigurationKeys keys, CommandLine like) {
    Optional<OptionSpec> option = keys.option(setting.key());
    if (option.isEmpty()) {
      return Optional.of(
          "unknown key"
              + Spelling.nearest(setting.key(), keys.names())
                  .map(word -> "; did you mean " + word + "?")
                  .orElse(""));
    }
    if (setting.isList() && !option.get().isMultiValue()) {
      return Optional.of("one value is wanted, not a list");
    }
    return setting.values().stream()
        .map(value -> fault(option.get(), value, like))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** What the option's own converter says to a value. */
  private static Optional<String> fault(OptionSpec option, String value, CommandLine like) {
    String name = option.longestName();
    OptionSpec probe =
        OptionSpec.builder(name)
            .type(option.type())
            .auxiliaryTypes(option.auxiliaryTypes())
            .converters(option.converters())
            .arity("1")
            .build();
    try {
      new CommandLine(CommandSpec.create().addOption(probe))
          .setCaseInsensitiveEnumValuesAllowed(like.isCaseInsensitiveEnumValuesAllowed())
          .parseArgs(name + "=" + value);
      return Optional.empty();
    } catch (ParameterException e) {
      String prefix = "^Invalid value for option '" + Pattern.quote(name) + "'[^:]*: ";
      return Optional.of(e.getMessage().replaceFirst(prefix, ""));
    }
  }

  /** The file, unless there is none. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /**
   * The arguments that it stands for: of options that a verb has, and that its own arguments do not
   * give or exclude.
   */
  public List<String> argumentsFor(CommandSpec verb, List<String> typed) {
    List<String> arguments = new ArrayList<>();
    for (Setting setting : settings) {
      Optional<OptionSpec> option = keys.in(verb, setting.key());
      if (option.isPresent() && !GivenOptions.settle(option.get(), verb, typed)) {
        setting.values().forEach(value -> add(option.get(), value, arguments));
      }
    }
    return arguments;
  }

  private static void add(OptionSpec option, String value, List<String> arguments) {
    boolean flag = option.arity().max() == 0;
    if (!flag) {
      arguments.add(option.longestName() + "=" + value);
    } else if (Boolean.parseBoolean(value)) {
      arguments.add(option.longestName());
    }
  }

  /** Where options that a message speaks of stand in the file; empty if none does. */
  public String placesOf(String message) {
    StringBuilder places = new StringBuilder();
    for (Setting setting : settings) {
      if (Pattern.compile("--" + Pattern.quote(setting.key()) + "(?![a-z0-9-])")
          .matcher(message)
          .find()) {
        places
            .append("; ")
            .append(setting.key())
            .append(" stands in ")
            .append(file)
            .append(" line ")
            .append(setting.line());
      }
    }
    return places.toString();
  }
}
