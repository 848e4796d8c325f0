package io.edgeveil.command.configuration;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.edgeveil.command.Headings;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A whole file with every key, what it means and its default. */
public final class ConfigurationExample {
  private static final int WIDTH = 98;

  private final StringBuilder text = new StringBuilder();

  private ConfigurationExample() {}

  /**
   * Writes one.
   *
   * @param whose the program and verb that reads it
   * @param given options whose values are to stand in it; all others stand there as comments
   */
  public static String of(String whose, ConfigurationKeys keys, ParseResult given) {
    ConfigurationExample example = new ConfigurationExample();
    example.comment(
        "What "
            + whose
            + " reads. A key is an option of the command line without its dashes; given there, it"
            + " counts more than here. A key behind a # is not set and has its default, which"
            + " stands there where there is one.");
    for (Map.Entry<String, List<OptionSpec>> part : Headings.of(keys.options()).entrySet()) {
      if (!part.getKey().isEmpty()) {
        example.heading(part.getKey());
      }
      part.getValue().forEach(option -> example.key(option, given));
    }
    return example.text.toString();
  }

  private void heading(String heading) {
    text.append("\n# ").append(heading).append('\n');
    text.append("# ").append("-".repeat(heading.length())).append('\n');
  }

  private void key(OptionSpec option, ParseResult given) {
    text.append('\n');
    comment(String.join(" ", option.description()) + (option.required() ? " Required." : ""));
    String key = option.longestName().replaceFirst("^--", "");
    OptionSpec typed = given.matchedOption(option.longestName());
    List<String> values = typed == null ? List.of() : typed.originalStringValues();
    if (values.isEmpty()) {
      String byDefault = byDefault(option);
      text.append('#').append(key).append(':').append(byDefault.isEmpty() ? "" : " " + byDefault);
    } else if (values.size() == 1) {
      text.append(key).append(": ").append(scalar(values.get(0)));
    } else {
      text.append(key).append(":");
      values.forEach(value -> text.append("\n  - ").append(scalar(value)));
    }
    text.append('\n');
  }

  private static String byDefault(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "false";
    }
    return option.defaultValue() == null ? "" : scalar(option.defaultValue());
  }

  /** Plain where YAML cannot take it for anything else. */
  private static String scalar(String value) {
    return value.matches("[A-Za-z0-9_./][A-Za-z0-9_./:@+-]*[A-Za-z0-9_./]|[A-Za-z0-9]")
        ? value
        : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
  }

  private void comment(String sentence) {
    StringBuilder line = new StringBuilder("#");
    for (String word : sentence.strip().split("\\s+", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder("#");
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }
}
