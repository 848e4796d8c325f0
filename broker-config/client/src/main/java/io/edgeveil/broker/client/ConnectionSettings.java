package io.edgeveil.broker.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a connection is made of. Start with {@link #to} and change what differs from the defaults.
 *
 * @param address where the broker listens
 * @param clientId the MQTT client id; the embedded broker wants the user name, alone or followed by
 *     a dot and more
 * @param credentials user and password; empty means that the certificate tells, or anonymous, which
 *     the embedded broker refuses
 * @param identity the certificates of both sides, for an address with TLS; without TLS it is not
 *     used
 * @param plaintextAnywhere whether an address without TLS may be another machine's
 * @param will what the broker publishes when the connection ends otherwise than by closing it
 * @param timeout how long to wait for the broker: to connect, to acknowledge, to make room in the
 *     window (30 s)
 * @param keepAlive how soon a silent peer is noticed (20 s); whole seconds, at least 5
 * @param receiveMaximum how many messages the broker may send before the first is acknowledged
 *     (32), 1..65535; times the size of a message, the memory that a slow listener can cost
 * @param windowBytes how much may be published and not yet acknowledged (8 MiB)
 */
public record ConnectionSettings(
    BrokerAddress address,
    String clientId,
    Optional<Credentials> credentials,
    Optional<TlsIdentity> identity,
    boolean plaintextAnywhere,
    Optional<OutgoingMessage> will,
    Duration timeout,
    Duration keepAlive,
    int receiveMaximum,
    long windowBytes) {

  /**
   * Paho looks whether a ping is due and answered once in this time, and takes an answer that it
   * has not looked for yet for a missing one: with less, idle connections are cut.
   */
  private static final int LEAST_KEEP_ALIVE_SECONDS = 5;

  public ConnectionSettings {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(will, "will");
    if (clientId.isEmpty()) {
      throw new IllegalArgumentException("a client id must not be empty");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, got " + timeout);
    }
    if (keepAlive.toSeconds() < LEAST_KEEP_ALIVE_SECONDS || keepAlive.toSeconds() > 65_535) {
      throw new IllegalArgumentException(
          "keep alive must be " + LEAST_KEEP_ALIVE_SECONDS + " s .. 65535 s, got " + keepAlive);
    }
    if (receiveMaximum < 1 || receiveMaximum > 65_535) {
      throw new IllegalArgumentException("receive maximum must be 1..65535, got " + receiveMaximum);
    }
    if (windowBytes < 1) {
      throw new IllegalArgumentException(
          "the window must have at least one byte, got " + windowBytes);
    }
  }

  /** Anonymous, without a will, all else by default. */
  public static ConnectionSettings to(BrokerAddress address, String clientId) {
    return new ConnectionSettings(
        address,
        clientId,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Duration.ofSeconds(30),
        Duration.ofSeconds(20),
        32,
        8L << 20);
  }

  /** The same for a user. */
  public ConnectionSettings withCredentials(Credentials newCredentials) {
    return new ConnectionSettings(
        address,
        clientId,
        Optional.of(newCredentials),
        identity,
        plaintextAnywhere,
        will,
        timeout,
        keepAlive,
        receiveMaximum,
        windowBytes);
  }

  /** The same with certificates, for an address with TLS. */
  public ConnectionSettings withIdentity(TlsIdentity newIdentity) {
    return new ConnectionSettings(
        address,
        clientId,
        credentials,
        Optional.of(newIdentity),
        plaintextAnywhere,
        will,
        timeout,
        keepAlive,
        receiveMaximum,
        windowBytes);
  }

  /**
   * The same, and an address without TLS may be another machine's: whoever listens on the way then
   * reads the password.
   */
  public ConnectionSettings withPlaintextAnywhere(boolean allowed) {
    return new ConnectionSettings(
        address,
        clientId,
        credentials,
        identity,
        allowed,
        will,
        timeout,
        keepAlive,
        receiveMaximum,
        windowBytes);
  }

  /** The same with a last will. */
  public ConnectionSettings withWill(OutgoingMessage newWill) {
    return new ConnectionSettings(
        address,
        clientId,
        credentials,
        identity,
        plaintextAnywhere,
        Optional.of(newWill),
        timeout,
        keepAlive,
        receiveMaximum,
        windowBytes);
  }

  /** The same with another timeout. */
  public ConnectionSettings withTimeout(Duration newTimeout) {
    return new ConnectionSettings(
        address,
        clientId,
        credentials,
        identity,
        plaintextAnywhere,
        will,
        newTimeout,
        keepAlive,
        receiveMaximum,
        windowBytes);
  }

  /** The same with another keep alive. */
  public ConnectionSettings withKeepAlive(Duration newKeepAlive) {
    return new ConnectionSettings(
        address,
        clientId,
        credentials,
        identity,
        plaintextAnywhere,
        will,
        timeout,
        newKeepAlive,
        receiveMaximum,
        windowBytes);
  }

  /** The same with another receive maximum. */
  public ConnectionSettings withReceiveMaximum(int newReceiveMaximum) {
    return new ConnectionSettings(
        address,
        clientId,
        credentials,
        identity,
        plaintextAnywhere,
        will,
        timeout,
        keepAlive,
        newReceiveMaximum,
        windowBytes);
  }

  /** The same with another window. */
  public ConnectionSettings withWindowBytes(long newWindowBytes) {
    return new ConnectionSettings(
        address,
        clientId,
        credentials,
        identity,
        plaintextAnywhere,
        will,
        timeout,
        keepAlive,
        receiveMaximum,
        newWindowBytes);
  }
}
