package io.edgeveil.broker.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Who connects, and the password that proves it.
 *
 * <p><b>Guarantee:</b> the password never shows in {@link #toString()}, in a message or in a log,
 * and {@link #destroy()} overwrites this object's copy. Copies that Paho and the JVM make while
 * connecting are out of reach.
 */
public final class Credentials {

  private final String user;
  private final byte[] password;
  private boolean destroyed;

  private Credentials(String user, byte[] password) {
    this.user = Objects.requireNonNull(user, "user");
    this.password = password;
    if (user.isEmpty()) {
      throw new IllegalArgumentException("a user name must not be empty");
    }
  }

  /** Credentials with a copy of the password's bytes. */
  public static Credentials of(String user, byte[] password) {
    return new Credentials(user, password.clone());
  }

  /** Credentials with the UTF-8 bytes of the password; the characters are only read. */
  public static Credentials of(String user, char[] password) {
    ByteBuffer encoded = ByteBuffer.allocate(3 * password.length);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(password), encoded, true);
    byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
    Arrays.fill(encoded.array(), (byte) 0);
    return new Credentials(user, bytes);
  }

  /** The user name. */
  public String user() {
    return user;
  }

  /** A copy of the password, to be overwritten by the caller. */
  public synchronized byte[] password() {
    if (destroyed) {
      throw new IllegalStateException("the credentials of '" + user + "' were destroyed");
    }
    return password.clone();
  }

  /** Overwrites the password; connecting with these credentials is an error from now on. */
  public synchronized void destroy() {
    destroyed = true;
    Arrays.fill(password, (byte) 0);
  }

  /** The user name alone. */
  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
