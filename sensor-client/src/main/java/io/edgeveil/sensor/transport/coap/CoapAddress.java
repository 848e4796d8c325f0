package io.edgeveil.sensor.transport.coap;

import io.edgeveil.broker.client.AddressParts;
import io.edgeveil.coap.CoapSettings;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a gateway speaks CoAP, for example {@code coaps://host:port}.
 *
 * @param scheme how it is spoken there
 * @param host name or address, an IPv6 address without brackets
 * @param port 1..65535
 */
public record CoapAddress(Scheme scheme, String host, int port) {

  /** The four ways of RFC 7252 and RFC 8323. */
  public enum Scheme {
    /** UDP, for this machine alone. */
    COAP("coap", false, false),
    /** DTLS. */
    COAPS("coaps", true, false),
    /** TCP, for this machine alone. */
    COAP_TCP("coap+tcp", false, true),
    /** TLS. */
    COAPS_TCP("coaps+tcp", true, true);

    private final String text;
    private final boolean secure;
    private final boolean stream;

    Scheme(String text, boolean secure, boolean stream) {
      this.text = text;
      this.secure = secure;
      this.stream = stream;
    }

    /** As it stands in a URI. */
    public String text() {
      return text;
    }

    /** Whether both sides prove who they are and nobody else reads along. */
    public boolean isSecure() {
      return secure;
    }

    /** Whether it is TCP that carries it. */
    public boolean isTcp() {
      return stream;
    }

    private int usualPort() {
      return secure ? CoapSettings.SECURE_PORT : CoapSettings.PORT;
    }

    private static Optional<Scheme> of(String text) {
      return Arrays.stream(values()).filter(scheme -> scheme.text.equals(text)).findFirst();
    }
  }

  public CoapAddress {
    Objects.requireNonNull(scheme, "scheme");
    AddressParts.require("a CoAP address", host, port);
  }

  /** Whether a text begins as such an address does. */
  public static boolean isCoap(String text) {
    int end = text.indexOf("://");
    return end > 0 && Scheme.of(text.substring(0, end).strip()).isPresent();
  }

  /**
   * Reads {@code coap://}, {@code coaps://}, {@code coap+tcp://} or {@code
   * coaps+tcp://host[:port]}.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static CoapAddress parse(String text) {
    Optional<AddressParts> parts = AddressParts.of(text);
    Scheme scheme =
        parts
            .flatMap(read -> Scheme.of(read.scheme()))
            .orElseThrow(() -> new IllegalArgumentException(wanted(text)));
    int port = parts.get().port().orElse(scheme.usualPort());
    return new CoapAddress(scheme, parts.get().host(), port);
  }

  private static String wanted(String text) {
    return "a CoAP address is coaps://host:port or coaps+tcp://host:port (or coap://, coap+tcp://,"
        + " without protection), got '"
        + text
        + "'";
  }

  /** Whether what is sent there stays on this machine, by the same rule as for brokers. */
  public boolean isLoopback() {
    return AddressParts.isLoopback(host);
  }

  /** The address as a URI without a path. */
  @Override
  public String toString() {
    return scheme.text() + "://" + AddressParts.authority(host, port);
  }
}
