package io.edgeveil.sensor.app;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.sensor.bench.Link;
import io.edgeveil.sensor.bench.LinkRelay;
import io.edgeveil.sensor.transport.coap.CoapAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Routes over a slow link to gateways on this machine: another port of the same host. */
final class LinkRoute implements Route, AutoCloseable {
  private final Link link;
  private final Map<GatewayAddress, LinkRelay> relays = new HashMap<>();

  LinkRoute(Link link) {
    this.link = link;
  }

  /**
   * Requires an address whose connections a link can carry.
   *
   * @throws IllegalArgumentException saying why it cannot
   */
  static void require(GatewayAddress address) {
    if (address instanceof GatewayAddress.OverCoap over && !over.address().scheme().isTcp()) {
      throw new IllegalArgumentException(
          "--link carries TCP alone and "
              + address
              + " is UDP: take coap+tcp://, coaps+tcp://, tcp:// or mqtts://");
    }
  }

  @Override
  public synchronized GatewayAddress by(GatewayAddress address) throws IOException {
    require(address);
    LinkRelay relay = relays.get(address);
    if (address instanceof GatewayAddress.OverBroker over) {
      BrokerAddress broker = over.broker();
      relay = relay == null ? start(address, broker.host(), broker.port()) : relay;
      return new GatewayAddress.OverBroker(
          new BrokerAddress(broker.host(), relay.port(), broker.isTls()));
    }
    CoapAddress coap = ((GatewayAddress.OverCoap) address).address();
    relay = relay == null ? start(address, coap.host(), coap.port()) : relay;
    return new GatewayAddress.OverCoap(new CoapAddress(coap.scheme(), coap.host(), relay.port()));
  }

  private LinkRelay start(GatewayAddress address, String host, int port) throws IOException {
    InetAddress where = InetAddress.getByName(host);
    if (!where.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "--link stands in for a network to this machine, and " + address + " is another one");
    }
    LinkRelay relay = LinkRelay.start(link, where, port);
    relays.put(address, relay);
    return relay;
  }

  @Override
  public synchronized void close() throws IOException {
    for (LinkRelay relay : relays.values()) {
      relay.close();
    }
    relays.clear();
  }
}
