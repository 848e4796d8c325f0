package io.edgeveil.gateway.app;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.gateway.account.DataFolder;
import java.net.InetAddress;

/** Which broker a gateway uses. */
public sealed interface BrokerSide {

  /**
   * Its own, in its own process.
   *
   * @param data where accounts are kept
   * @param bindAddress where it listens
   * @param tcpPort 0 for any free one
   * @param websocketPort 0 for any free one
   */
  record Embedded(DataFolder data, InetAddress bindAddress, int tcpPort, int websocketPort)
      implements BrokerSide {}

  /**
   * One that runs elsewhere.
   *
   * @param credentials of the gateway's account there
   */
  record Foreign(BrokerAddress address, Credentials credentials) implements BrokerSide {}
}
