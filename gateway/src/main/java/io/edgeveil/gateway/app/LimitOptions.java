package io.edgeveil.gateway.app;

import io.edgeveil.gateway.serving.Limit;
import io.edgeveil.gateway.serving.Limits;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** An option for every {@link Limit}. */
final class LimitOptions {
  private LimitOptions() {}

  /** Adds them to a command. */
  static void addTo(CommandSpec command) {
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder()
            .heading("%nLimits; what is beyond one is answered by a problem document:%n")
            .exclusive(false)
            .validate(false);
    for (Limit limit : Limit.values()) {
      group.addArg(
          OptionSpec.builder(limit.option())
              .paramLabel("N")
              .userObject(limit)
              .type(Long.class)
              .description(limit.help())
              .build());
    }
    command.addArgGroup(group.build());
  }

  /**
   * The limits as given.
   *
   * @throws IllegalArgumentException naming the option, if a value is out of its range or beyond
   *     what all may have
   */
  static Limits read(ParseResult given, long heapBytes) {
    Limits limits = Limits.forHeap(heapBytes);
    for (Limit limit : Limit.values()) {
      Long value = given.matchedOptionValue(limit.option(), null);
      if (value != null) {
        limits = limits.with(limit, value);
      }
    }
    return limits.consistent();
  }
}
