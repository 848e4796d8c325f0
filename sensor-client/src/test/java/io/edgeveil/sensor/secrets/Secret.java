package io.edgeveil.sensor.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A secret to look for, in pieces: a log that prints the first elements of an array alone is a
 * leak, too. Pieces of few different values are left out, or every black edge of a picture would be
 * found everywhere.
 */
public final class Secret {
  private static final int PIECE_BYTES = 12;
  private static final int PIECE_INTS = 8;
  private static final int LEAST_DIFFERENT = 5;

  private final String name;
  private final Set<String> forms = new LinkedHashSet<>();

  private Secret(String name) {
    this.name = name;
  }

  /** Bytes, of which a piece is a secret. */
  public static Secret ofBytes(String name, byte[] bytes) {
    Secret secret = new Secret(name);
    for (int from : pieces(bytes.length, PIECE_BYTES, i -> bytes[i])) {
      secret.addBytes(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE_BYTES)));
    }
    return secret;
  }

  /** A text, as a whole. */
  public static Secret ofText(String name, String text) {
    Secret secret = new Secret(name);
    secret.addBytes(text.getBytes(UTF_8));
    return secret;
  }

  /** Integers, of which a piece is a secret; also packed as residues are. */
  public static Secret ofIntegers(String name, int[] integers) {
    Secret secret = new Secret(name);
    for (int from : pieces(integers.length, PIECE_INTS, i -> integers[i])) {
      int[] piece =
          Arrays.copyOfRange(integers, from, Math.min(integers.length, from + PIECE_INTS));
      secret.addList(Arrays.stream(piece).mapToObj(String::valueOf).toList());
      for (int width = 3; width <= 4; width++) {
        ByteBuffer little = ByteBuffer.allocate(4 * piece.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int integer : piece) {
          little.putInt(integer).position(little.position() - 4 + width);
        }
        secret.addBytes(Arrays.copyOf(little.array(), little.position()));
      }
      ByteBuffer big = ByteBuffer.allocate(4 * piece.length);
      Arrays.stream(piece).forEach(big::putInt);
      secret.addBytes(big.array());
    }
    return secret;
  }

  private interface ValueAt {
    int of(int index);
  }

  /** Where pieces begin that are various enough, the first, the last and one between. */
  private static List<Integer> pieces(int length, int size, ValueAt value) {
    List<Integer> various = new ArrayList<>();
    for (int from = 0; from == 0 || from + size <= length; from++) {
      long different =
          IntStream.range(from, Math.min(length, from + size)).map(value::of).distinct().count();
      if (different >= LEAST_DIFFERENT) {
        various.add(from);
      }
    }
    return various.isEmpty()
        ? List.of()
        : List.of(various.get(0), various.get(various.size() / 2), various.get(various.size() - 1));
  }

  private void addBytes(byte[] bytes) {
    forms.add(new String(bytes, ISO_8859_1));
    for (String between : new String[] {"", " ", ":", ", ", ","}) {
      forms.add(HexFormat.ofDelimiter(between).formatHex(bytes));
      forms.add(HexFormat.ofDelimiter(between).withUpperCase().formatHex(bytes));
    }
    for (int before = 0; before < 3; before++) { // a larger array, encoded as one
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      int firstWhole = before == 0 ? 0 : 4;
      int end = shifted.length / 3 * 4;
      String whole = Base64.getEncoder().encodeToString(shifted).substring(firstWhole, end);
      forms.add(whole);
      forms.add(whole.replace('+', '-').replace('/', '_'));
    }
    List<String> signed = new ArrayList<>();
    List<String> unsigned = new ArrayList<>();
    for (byte b : bytes) {
      signed.add(String.valueOf(b));
      unsigned.add(String.valueOf(b & 0xff));
    }
    addList(signed);
    addList(unsigned);
  }

  private void addList(List<String> numbers) {
    for (String between : new String[] {", ", ",", " ", "\n"}) {
      forms.add(String.join(between, numbers));
    }
  }

  /** Whether any form is in there. */
  public boolean isIn(byte[] text) {
    String searched = new String(text, ISO_8859_1);
    return forms.stream().anyMatch(searched::contains);
  }

  /** How many forms are looked for; 0 if no piece is various enough. */
  public int forms() {
    return forms.size();
  }

  /** The names of those that are in there. */
  public static Set<String> namesIn(byte[] text, List<Secret> secrets) {
    String searched = new String(text, ISO_8859_1);
    return secrets.stream()
        .filter(secret -> secret.forms.stream().anyMatch(searched::contains))
        .map(secret -> secret.name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The name alone. */
  @Override
  public String toString() {
    return name;
  }
}
