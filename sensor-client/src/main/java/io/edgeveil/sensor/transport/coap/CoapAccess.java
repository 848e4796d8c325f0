package io.edgeveil.sensor.transport.coap;

import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.TlsIdentity;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.sensor.inference.TransportException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a gateway is to be reached by CoAP, and what proves to it who we are. Start with {@link
 * #to} and change what differs.
 *
 * @param address where the gateway listens
 * @param device id
 * @param password for an address without protection; shown when a session is opened
 * @param key for DTLS
 * @param identity the certificates of both sides, for TLS
 * @param plaintextAnywhere whether an address without protection may be another machine's
 * @param timeout how long to wait for the gateway when connecting (10 s)
 */
public record CoapAccess(
    CoapAddress address,
    String device,
    Optional<Credentials> password,
    Optional<SharedKey> key,
    Optional<TlsIdentity> identity,
    boolean plaintextAnywhere,
    Duration timeout) {

  public CoapAccess {
    Objects.requireNonNull(address, "address");
    Ids.requireId("device", device);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, got " + timeout);
    }
  }

  /** With nothing to prove who we are, all else by default. */
  public static CoapAccess to(CoapAddress address, String device) {
    return new CoapAccess(
        address,
        device,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Duration.ofSeconds(10));
  }

  /** The same with a password. */
  public CoapAccess withPassword(Credentials credentials) {
    return new CoapAccess(
        address, device, Optional.of(credentials), key, identity, plaintextAnywhere, timeout);
  }

  /** The same with a key for DTLS. */
  public CoapAccess withKey(SharedKey newKey) {
    return new CoapAccess(
        address, device, password, Optional.of(newKey), identity, plaintextAnywhere, timeout);
  }

  /** The same with certificates for TLS. */
  public CoapAccess withIdentity(TlsIdentity newIdentity) {
    return new CoapAccess(
        address, device, password, key, Optional.of(newIdentity), plaintextAnywhere, timeout);
  }

  /**
   * The same, and an address without protection may be another machine's: whoever listens on the
   * way then reads the password.
   */
  public CoapAccess withPlaintextAnywhere(boolean allowed) {
    return new CoapAccess(address, device, password, key, identity, allowed, timeout);
  }

  /** The same with another timeout. */
  public CoapAccess withTimeout(Duration newTimeout) {
    return new CoapAccess(address, device, password, key, identity, plaintextAnywhere, newTimeout);
  }

  /**
   * Refuses to send a password where others may listen, and to connect without what the address
   * asks for.
   *
   * @throws TransportException for good, saying what is missing
   */
  void requireProtected() throws TransportException {
    CoapAddress.Scheme scheme = address.scheme();
    boolean proven =
        switch (scheme) {
          case COAP, COAP_TCP -> password.isPresent();
          case COAPS -> key.isPresent();
          case COAPS_TCP -> identity.isPresent();
        };
    if (!proven) {
      throw new TransportException(
          address
              + " needs "
              + (scheme.isSecure()
                  ? scheme.isTcp()
                      ? "certificates: ours, its key, and that of the authority we trust"
                      : "the key that the device shares with the gateway"
                  : "a password"),
          false,
          null);
    }
    if (!scheme.isSecure() && !address.isLoopback() && !plaintextAnywhere) {
      throw new TransportException(
          address
              + " is another machine and has no DTLS: whoever listens on the way reads the password"
              + " and may then act as this device; use coaps://, or say --insecure-plaintext",
          false,
          null);
    }
  }
}
