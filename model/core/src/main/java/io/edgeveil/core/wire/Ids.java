package io.edgeveil.core.wire;

import java.util.regex.Pattern;

/**
 * Ids of devices, gateways, models, versions and linear layers: {@code [a-z0-9_-]{1,64}}, so that
 * each is one topic level, one file name and one URI segment as it stands.
 */
public final class Ids {
  private static final Pattern ID = Pattern.compile("[a-z0-9_-]{1,64}");

  private Ids() {}

  /** Whether the text is an id. */
  public static boolean isId(String text) {
    return text != null && ID.matcher(text).matches();
  }

  /**
   * The id itself.
   *
   * @param what named in the message, for example "device"
   * @throws IllegalArgumentException if the text is no id
   */
  public static String requireId(String what, String text) {
    if (!isId(text)) {
      throw new IllegalArgumentException(
          what
              + " must match [a-z0-9_-]{1,64}"
              + (text == null ? "" : ", got '" + abbreviate(text) + "'"));
    }
    return text;
  }

  private static String abbreviate(String text) {
    String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() <= 64 ? printable : printable.substring(0, 64) + "…";
  }
}
