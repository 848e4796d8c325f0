package io.edgeveil.pads;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** The lines of golden.txt, which golden.py beside it computes without our code. */
public final class Golden {
  private Golden() {}

  /** What stands after a word at the start of a line, in the order of the file. */
  public static List<String> lines(String word) {
    try (InputStream in = Golden.class.getResourceAsStream("golden.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> line.startsWith(word + " "))
          .map(line -> line.substring(word.length() + 1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of the only line that starts with a word. */
  public static byte[] bytes(String word) {
    return HexFormat.of().parseHex(lines(word).get(0));
  }
}
