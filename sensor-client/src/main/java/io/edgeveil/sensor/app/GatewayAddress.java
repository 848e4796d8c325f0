package io.edgeveil.sensor.app;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.sensor.transport.coap.CoapAddress;

/** Where a gateway is reached; the scheme says how. */
public sealed interface GatewayAddress {

  /** By MQTT: the broker it listens to. */
  record OverBroker(BrokerAddress broker) implements GatewayAddress {
    @Override
    public String kind() {
      return "broker";
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
    public String kind() {
      return "address";
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

  /** What is reached there, in a word: the one that is remembered with its role. */
  String kind();

  /** Whether both sides prove who they are and nobody else reads along. */
  boolean isSecure();

  /** Whether what is sent there stays on this machine. */
  boolean isLoopback();
}
