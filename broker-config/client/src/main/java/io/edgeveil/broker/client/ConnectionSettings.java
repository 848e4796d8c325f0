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
 * @param credentials user and password; empty means anonymous, which the embedded broker refuses
 * @param will what the broker publishes when the connection ends otherwise than by closing it
 * @param timeout how long to wait for the broker: to connect, to acknowledge, to make room in the
 *     window (30 s)
 * @param keepAlive how soon a silent peer is noticed (20 s); whole seconds
 * @param receiveMaximum how many messages the broker may send before the first is acknowledged
 *     (32), 1..65535; times the size of a message, the memory that a slow listener can cost
 * @param windowBytes how much may be published and not yet acknowledged (8 MiB)
 */
public record ConnectionSettings(
    BrokerAddress address,
    String clientId,
    Optional<Credentials> credentials,
    Optional<OutgoingMessage> will,
    Duration timeout,
    Duration keepAlive,
    int receiveMaximum,
    long windowBytes) {

  public ConnectionSettings {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(will, "will");
    if (clientId.isEmpty()) {
      throw new IllegalArgumentException("a client id must not be empty");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, got " + timeout);
    }
    if (keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > 65_535) {
      throw new IllegalArgumentException("keep alive must be 1 s .. 65535 s, got " + keepAlive);
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
        Optional.of(newWill),
        timeout,
        keepAlive,
        receiveMaximum,
        windowBytes);
  }

  /** The same with another timeout. */
  public ConnectionSettings withTimeout(Duration newTimeout) {
    return new ConnectionSettings(
        address, clientId, credentials, will, newTimeout, keepAlive, receiveMaximum, windowBytes);
  }

  /** The same with another keep alive. */
  public ConnectionSettings withKeepAlive(Duration newKeepAlive) {
    return new ConnectionSettings(
        address, clientId, credentials, will, timeout, newKeepAlive, receiveMaximum, windowBytes);
  }

  /** The same with another receive maximum. */
  public ConnectionSettings withReceiveMaximum(int newReceiveMaximum) {
    return new ConnectionSettings(
        address, clientId, credentials, will, timeout, keepAlive, newReceiveMaximum, windowBytes);
  }

  /** The same with another window. */
  public ConnectionSettings withWindowBytes(long newWindowBytes) {
    return new ConnectionSettings(
        address, clientId, credentials, will, timeout, keepAlive, receiveMaximum, newWindowBytes);
  }
}
