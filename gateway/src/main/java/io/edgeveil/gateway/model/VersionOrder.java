package io.edgeveil.gateway.model;

import java.util.Comparator;
import java.util.regex.Pattern;

/** Versions in the order people count them: 9 before 10. */
final class VersionOrder {
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final int WIDTH = 64; // of the longest id

  static final Comparator<ServedModel> BY_NAME_AND_VERSION =
      Comparator.comparing(ServedModel::name).thenComparing(model -> key(model.version()));

  private VersionOrder() {}

  private static String key(String version) {
    return DIGITS
        .matcher(version)
        .replaceAll(run -> "0".repeat(WIDTH - run.group().length()) + run.group());
  }
}
