package io.edgeveil.command.configuration;

import io.edgeveil.command.Alternative;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What arguments give, as far as that can be told without reading them. */
final class GivenOptions {
  private GivenOptions() {}

  /** Whether arguments give an option of a verb, or one that excludes it. */
  static boolean settle(OptionSpec option, CommandSpec verb, List<String> typed) {
    return gives(option, typed)
        || isExcluded(option, typed)
        || verb.options().stream()
            .anyMatch(other -> areAlternatives(option, other) && gives(other, typed));
  }

  private static boolean areAlternatives(OptionSpec one, OptionSpec other) {
    Optional<String> what = alternative(one);
    return what.isPresent() && what.equals(alternative(other));
  }

  private static Optional<String> alternative(OptionSpec option) {
    return option.userObject() instanceof AnnotatedElement element
        ? Optional.ofNullable(element.getAnnotation(Alternative.class)).map(Alternative::value)
        : Optional.empty();
  }

  private static boolean gives(OptionSpec option, List<String> typed) {
    int end = typed.indexOf("--");
    List<String> before = end < 0 ? typed : typed.subList(0, end);
    return Stream.of(option.names())
        .anyMatch(name -> before.stream().anyMatch(argument -> isOf(name, argument)));
  }

  private static boolean isOf(String name, String argument) {
    boolean isShort = !name.startsWith("--");
    return argument.equals(name)
        || argument.startsWith(name + "=")
        || (isShort && !argument.startsWith("--") && argument.startsWith(name));
  }

  private static boolean isExcluded(OptionSpec option, List<String> typed) {
    ArgGroupSpec within = null;
    for (ArgGroupSpec group = option.group(); group != null; group = group.parentGroup()) {
      if (group.exclusive() && group.validate() && givesAnother(group, within, option, typed)) {
        return true;
      }
      within = group;
    }
    return false;
  }

  private static boolean givesAnother(
      ArgGroupSpec group, ArgGroupSpec within, OptionSpec option, List<String> typed) {
    Stream<ArgSpec> own = group.args().stream().filter(arg -> !arg.equals(option));
    Stream<ArgSpec> nested =
        group.subgroups().stream()
            .filter(branch -> !branch.equals(within))
            .flatMap(branch -> branch.allOptionsNested().stream());
    return Stream.concat(own, nested)
        .anyMatch(arg -> arg instanceof OptionSpec other && gives(other, typed));
  }
}
