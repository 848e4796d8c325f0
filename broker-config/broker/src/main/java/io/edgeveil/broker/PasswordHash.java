package io.edgeveil.broker;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A salted, slow hash of a password: Argon2id (RFC 9106), with its parameters, in the PHC string
 * format {@code $argon2id$v=19$m=7168,t=5,p=1$salt$hash}.
 *
 * <p><b>Guarantee:</b> who reads the hash has to spend 7 MiB and five passes over it on each guess,
 * and cannot spread the cost over accounts. Comparing takes the same time wherever the first
 * difference is.
 *
 * <p>The parameters are one of the equivalent sets that the OWASP password storage cheat sheet
 * recommends, the one that takes the least memory: some 50 ms in Java on a slow core, so that a
 * hundred devices that connect at once are in within seconds.
 */
final class PasswordHash {

  private static final int MEMORY_KIB = 7168;
  private static final int PASSES = 5;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /** What a line of the accounts file may ask for at most, lest a line stop the broker. */
  private static final int MAX_MEMORY_KIB = 1 << 20;

  private static final int MAX_PASSES = 100;
  private static final int MAX_LANES = 16;

  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  private final int memoryKib;
  private final int passes;
  private final int lanes;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int memoryKib, int passes, int lanes, byte[] salt, byte[] hash) {
    this.memoryKib = memoryKib;
    this.passes = passes;
    this.lanes = lanes;
    this.salt = salt;
    this.hash = hash;
  }

  /** The hash of a password under a fresh salt. */
  static PasswordHash of(byte[] password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = new byte[HASH_BYTES];
    PasswordHash parameters = new PasswordHash(MEMORY_KIB, PASSES, LANES, salt, hash);
    parameters.hash(password, hash);
    return parameters;
  }

  /**
   * Reads what {@link #encoded()} wrote.
   *
   * @throws IllegalArgumentException if the text is no such hash or asks for absurd amounts of work
   */
  static PasswordHash parse(String text) {
    Matcher matcher = PHC.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not an Argon2id hash in the PHC format");
    }
    int memoryKib = Integer.parseInt(matcher.group(1));
    int passes = Integer.parseInt(matcher.group(2));
    int lanes = Integer.parseInt(matcher.group(3));
    boolean possible = passes >= 1 && lanes >= 1 && memoryKib >= 8 * lanes;
    if (!possible || memoryKib > MAX_MEMORY_KIB || passes > MAX_PASSES || lanes > MAX_LANES) {
      throw new IllegalArgumentException(
          "Argon2id parameters out of range: m=" + memoryKib + ", t=" + passes + ", p=" + lanes);
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return new PasswordHash(
        memoryKib, passes, lanes, base64.decode(matcher.group(4)), base64.decode(matcher.group(5)));
  }

  /** The PHC string. */
  String encoded() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + memoryKib
        + ",t="
        + passes
        + ",p="
        + lanes
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }

  /** Whether this is the hash of the password. Slow by design. */
  boolean matches(byte[] password) {
    byte[] candidate = new byte[hash.length];
    hash(password, candidate);
    return MessageDigest.isEqual(candidate, hash);
  }

  private void hash(byte[] password, byte[] output) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    argon2.generateBytes(password, output);
  }

  /** Nothing of the hash. */
  @Override
  public String toString() {
    return "PasswordHash[argon2id]";
  }
}
