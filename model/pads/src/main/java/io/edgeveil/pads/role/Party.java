package io.edgeveil.pads.role;

import io.edgeveil.core.wire.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * One thing by which the owner of a gateway is known again. A gateway has several: whoever shares
 * any of them is taken for the same owner.
 *
 * @param kind what it is
 * @param name written in one way alone
 */
public record Party(Kind kind, String name) {

  /** What an owner is known by. */
  public enum Kind {
    /** The id that a gateway gives itself. */
    GATEWAY,
    /** The machine it is reached at: a name or a numerical address. */
    HOST,
    /** Who certifies it: SHA-256 of the authority's public key, in hexadecimal digits. */
    AUTHORITY
  }

  public Party {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
  }

  /** By what it calls itself, an id. */
  public static Party gateway(String id) {
    return new Party(Kind.GATEWAY, Ids.requireId("gateway", id));
  }

  /** By where it is, lower case. */
  public static Party host(String name) {
    return new Party(Kind.HOST, name);
  }

  /** By the public key of its authority. */
  public static Party authority(byte[] encodedPublicKey) {
    return new Party(Kind.AUTHORITY, sha256(encodedPublicKey));
  }

  /** The end of the name of each file that is about it; of 75 characters at most. */
  String fileName() {
    String last = Ids.isId(name) ? name : sha256(name.getBytes(StandardCharsets.UTF_8));
    return kind.name().toLowerCase(Locale.ROOT) + "." + last;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** For example {@code gateway edge}. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + name;
  }
}
