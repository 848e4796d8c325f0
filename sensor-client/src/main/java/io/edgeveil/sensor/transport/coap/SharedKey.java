package io.edgeveil.sensor.transport.coap;

import java.util.Arrays;

/**
 * The key that a device shares with its gateway, for DTLS.
 *
 * <p><b>Guarantee:</b> it never shows in {@link #toString()}, in a message or in a log, and {@link
 * #destroy()} overwrites this object's copy. Copies that the DTLS library makes while connecting
 * are its own to overwrite.
 */
public final class SharedKey {
  /** What is shorter can be guessed by whoever hears a handshake. */
  private static final int LEAST_BYTES = 16;

  private static final int MOST_BYTES = 64;

  private final byte[] key;
  private boolean destroyed;

  private SharedKey(byte[] key) {
    this.key = key;
  }

  /**
   * A key of its own bytes.
   *
   * @param key 16 to 64 bytes, copied
   * @throws IllegalArgumentException if it is shorter or longer
   */
  public static SharedKey of(byte[] key) {
    if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a shared key has " + LEAST_BYTES + " to " + MOST_BYTES + " bytes, got " + key.length);
    }
    return new SharedKey(key.clone());
  }

  /** A copy, to be overwritten by the caller. */
  synchronized byte[] bytes() {
    if (destroyed) {
      throw new IllegalStateException("the shared key was destroyed");
    }
    return key.clone();
  }

  /** Overwrites it; connecting with it is an error from now on. */
  public synchronized void destroy() {
    destroyed = true;
    Arrays.fill(key, (byte) 0);
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return "SharedKey";
  }
}
