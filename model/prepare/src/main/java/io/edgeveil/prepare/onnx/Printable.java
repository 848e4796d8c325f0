package io.edgeveil.prepare.onnx;

/** Names out of a file, made fit to stand in a message of one line. */
final class Printable {
  private static final int MAX_LENGTH = 80;

  private Printable() {}

  static String of(String name) {
    String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
    return "'" + (plain.length() > MAX_LENGTH ? plain.substring(0, MAX_LENGTH) + "…" : plain) + "'";
  }
}
