package io.edgeveil.command.program;

import io.edgeveil.command.Headings;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The help of a verb, with its options in the order of their declaration and under headings. */
final class VerbHelp extends Help {

  private static final int MOST_IN_SYNOPSIS = 14;

  VerbHelp(CommandSpec verb, ColorScheme colours) {
    super(marked(verb), colours);
  }

  /** Too many options are no synopsis any more; those that must be given have a star then. */
  private static CommandSpec marked(CommandSpec verb) {
    if (verb.options().size() > MOST_IN_SYNOPSIS) {
      verb.usageMessage().abbreviateSynopsis(true).requiredOptionMarker('*');
    }
    return verb;
  }

  @Override
  public String optionList() {
    List<OptionSpec> shown =
        commandSpec().options().stream().filter(option -> !option.hidden()).toList();
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, List<OptionSpec>> part : Headings.of(shown).entrySet()) {
      if (!part.getKey().isEmpty()) {
        text.append(System.lineSeparator())
            .append(colorScheme().ansi().string("@|bold " + part.getKey() + "|@:"))
            .append(System.lineSeparator());
      }
      Layout layout =
          createDefaultLayout(shown, commandSpec().positionalParameters(), colorScheme());
      layout.addOptions(part.getValue(), parameterLabelRenderer());
      text.append(layout);
    }
    return text.toString();
  }

  /** They are in {@link #optionList}. */
  @Override
  public String optionListGroupSections() {
    return "";
  }
}
