package io.edgeveil.sensor.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A command as its words, with places to fill in. No shell reads it, so nothing that is filled in
 * can become a word or a command of its own.
 *
 * <p>Words are parted by blanks; single and double quotes hold blanks together, a backslash takes
 * the next character as it stands (not within single quotes).
 */
public final class CommandWords {
  private final String text;
  private final List<String> words;

  private CommandWords(String text, List<String> words) {
    this.text = text;
    this.words = words;
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if it has no word, or a quote is left open
   */
  public static CommandWords parse(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = null; // null: between words
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean blank = quote == 0 && Character.isWhitespace(c);
      if (blank) {
        if (word != null) {
          words.add(word.toString());
        }
        word = null;
        continue;
      }
      word = word == null ? new StringBuilder() : word;
      if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
        word.append(text.charAt(++i));
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else {
        word.append(c);
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("a quote " + quote + " is not closed in: " + text);
    }
    if (word != null) {
      words.add(word.toString());
    }
    if (words.isEmpty() || words.get(0).isEmpty()) {
      throw new IllegalArgumentException("a command needs at least a program's name");
    }
    return new CommandWords(text, List.copyOf(words));
  }

  /** Whether a place is named, for example <code>{}</code>. */
  boolean names(String place) {
    return words.stream().anyMatch(word -> word.contains(place));
  }

  /** The words with places filled in, each once: what is filled in is not looked at again. */
  List<String> with(Map<String, String> places) {
    return words.stream().map(word -> fill(word, places)).toList();
  }

  private static String fill(String word, Map<String, String> places) {
    StringBuilder filled = new StringBuilder();
    int at = 0;
    while (at < word.length()) {
      int from = at;
      Map.Entry<String, String> here =
          places.entrySet().stream()
              .filter(place -> word.startsWith(place.getKey(), from))
              .findFirst()
              .orElse(null);
      if (here == null) {
        filled.append(word.charAt(at));
        at++;
      } else {
        filled.append(here.getValue());
        at += here.getKey().length();
      }
    }
    return filled.toString();
  }

  /** The program's name. */
  String program() {
    return words.get(0);
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
