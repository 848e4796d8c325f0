package io.edgeveil.command.configuration;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What arguments give, as far as that can be told without reading them. */
final class GivenOptions {
  private GivenOptions() {}

  /** Whether arguments give an option, or one that excludes it. */
  static boolean settle(OptionSpec option, List<String> typed) {
    return gives(option, typed) || isExcluded(option, typed);
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
