package io.edgeveil.command.configuration;

import io.edgeveil.command.CommandLineOnly;
import java.lang.reflect.AnnotatedElement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What may stand in a program's configuration file: the options of one verb. */
public final class ConfigurationKeys {
  private final Map<String, OptionSpec> options;

  private ConfigurationKeys(Map<String, OptionSpec> options) {
    this.options = options;
  }

  /** The options of a verb that are not for one run alone. */
  public static ConfigurationKeys of(CommandSpec verb) {
    Map<String, OptionSpec> options = new LinkedHashMap<>();
    for (OptionSpec option : verb.options()) {
      boolean runOnly =
          option.userObject() instanceof AnnotatedElement element
              && element.isAnnotationPresent(CommandLineOnly.class);
      if (!option.usageHelp() && !option.versionHelp() && !runOnly && !option.hidden()) {
        options.put(key(option), option);
      }
    }
    return new ConfigurationKeys(options);
  }

  private static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^--", "");
  }

  Set<String> names() {
    return options.keySet();
  }

  /** In the order of their declaration. */
  public Collection<OptionSpec> options() {
    return options.values();
  }

  Optional<OptionSpec> option(String key) {
    return Optional.ofNullable(options.get(key));
  }

  /**
   * What a verb calls the option of a key, if it has it: not one of the same name, but the very
   * same, declared once.
   */
  Optional<OptionSpec> in(CommandSpec verb, String key) {
    OptionSpec wanted = options.get(key);
    OptionSpec own = verb.findOption(wanted.longestName());
    boolean same =
        own != null && own.userObject() != null && own.userObject().equals(wanted.userObject());
    return same ? Optional.of(own) : Optional.empty();
  }

  /** Whether a verb has any of the options, besides those that every verb has. */
  public boolean concern(CommandSpec verb) {
    return options.entrySet().stream()
        .filter(option -> !option.getValue().inherited())
        .anyMatch(option -> in(verb, option.getKey()).isPresent());
  }
}
