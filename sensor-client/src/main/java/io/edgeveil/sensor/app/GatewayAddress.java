package io.edgeveil.sensor.app;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.sensor.transport.coap.CoapAddress;

/** Where a gateway is reached; the scheme says how. */
public sealed interface GatewayAddress {

  /** By MQTT: the broker it listens to. */
  record OverBroker(BrokerAddress broker) implements GatewayAddress {
    @Override
    public String host() {
      return broker.host();
    }

    @Override
    public int port() {
      return broker.port();
    }

    @Override
    public boolean isTcp() {
      return true;
    }

    @Override
    public boolean isSecure() {
      return broker.isTls();
    }

    @Override
    public boolean isLoopback() {
      return broker.isLoopback();
    }

    @Override
    public String toString() {
      return broker.toString();
    }
  }

  /** By CoAP: the gateway itself. */
  record OverCoap(CoapAddress address) implements GatewayAddress {
    @Override
    public String host() {
      return address.host();
    }

    @Override
    public int port() {
      return address.port();
    }

    @Override
    public boolean isTcp() {
      return address.scheme().isTcp();
    }

    @Override
    public boolean isSecure() {
      return address.scheme().isSecure();
    }

    @Override
    public boolean isLoopback() {
      return address.isLoopback();
    }

    @Override
    public String toString() {
      return address.toString();
    }
  }

  /**
   * Reads {@code mqtts://}, {@code tcp://}, {@code coaps://}, {@code coap://}, {@code coaps+tcp://}
   * or {@code coap+tcp://host[:port]}.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static GatewayAddress parse(String text) {
    if (CoapAddress.isCoap(text)) {
      return new OverCoap(CoapAddress.parse(text));
    }
    try {
      return new OverBroker(BrokerAddress.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "an address is mqtts://, coaps:// or coaps+tcp://host:port (or, without protection, tcp://,"
              + " coap:// or coap+tcp://), got '"
              + text
              + "'",
          e);
    }
  }

  /** Its machine. */
  String host();

  /** The port there. */
  int port();

  /** Whether what is sent there goes by TCP, plain or beneath TLS. */
  boolean isTcp();

  /** Whether both sides prove who they are and nobody else reads along. */
  boolean isSecure();

  /** Whether what is sent there stays on this machine. */
  boolean isLoopback();
}
