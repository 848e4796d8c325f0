package io.edgeveil.command;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;

/** Options by what they are listed under. */
public final class Headings {
  /** Of what every verb has, which comes last. */
  static final String GENERAL = "In general";

  private Headings() {}

  /**
   * In the order in which they are declared; under the empty text those that have no heading, which
   * come first.
   */
  public static Map<String, List<OptionSpec>> of(Collection<OptionSpec> options) {
    Map<String, List<OptionSpec>> byHeading = new LinkedHashMap<>();
    byHeading.put("", new ArrayList<>());
    for (OptionSpec option : options) {
      byHeading.computeIfAbsent(heading(option), unused -> new ArrayList<>()).add(option);
    }
    List<OptionSpec> general = byHeading.remove(GENERAL);
    if (general != null) {
      byHeading.put(GENERAL, general);
    }
    return byHeading;
  }

  private static String heading(OptionSpec option) {
    if (option.usageHelp() || option.versionHelp() || option.inherited()) {
      return GENERAL;
    }
    if (option.group() != null && option.group().heading() != null) {
      return option.group().heading().replace("%n", "").strip().replaceAll(":$", "");
    }
    if (option.userObject() instanceof Member member
        && option.userObject() instanceof AnnotatedElement) {
      Heading heading = member.getDeclaringClass().getAnnotation(Heading.class);
      return heading == null ? "" : heading.value();
    }
    return "";
  }
}
