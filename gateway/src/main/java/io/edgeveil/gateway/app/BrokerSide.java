package io.edgeveil.gateway.app;

import io.edgeveil.broker.DeviceQuota;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.TlsIdentity;
import io.edgeveil.gateway.account.DataFolder;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Which broker a gateway uses. */
public sealed interface BrokerSide {

  /**
   * Its own, in its own process. Without TLS it listens on loopback alone.
   *
   * @param data where accounts are kept
   * @param bindAddress where it listens with TLS
   * @param tcpPort without TLS; 0 for any free one
   * @param websocketPort without TLS; 0 for any free one
   * @param tlsPort 0 for any free one; empty for no TLS
   * @param hosts names and addresses for the broker's certificate; devices are told the first
   * @param quota of each device
   */
  record Embedded(
      DataFolder data,
      InetAddress bindAddress,
      int tcpPort,
      int websocketPort,
      OptionalInt tlsPort,
      List<String> hosts,
      DeviceQuota quota)
      implements BrokerSide {

    /** With TLS on its usual port if the address is not loopback; all else by default. */
    public Embedded(DataFolder data, InetAddress bindAddress, int tcpPort, int websocketPort) {
      this(
          data,
          bindAddress,
          tcpPort,
          websocketPort,
          bindAddress.isLoopbackAddress()
              ? OptionalInt.empty()
              : OptionalInt.of(BrokerAddress.DEFAULT_TLS_PORT),
          List.of(),
          DeviceQuota.STANDARD);
    }

    /** The same with TLS on a port; 0 for any free one. */
    public Embedded withTlsPort(int port) {
      return new Embedded(
          data, bindAddress, tcpPort, websocketPort, OptionalInt.of(port), hosts, quota);
    }
  }

  /**
   * One that runs elsewhere.
   *
   * @param credentials of the gateway's account there, if it has a password
   * @param identity of the gateway, for TLS
   * @param plaintextAnywhere whether it may be another machine's without TLS
   */
  record Foreign(
      BrokerAddress address,
      Optional<Credentials> credentials,
      Optional<TlsIdentity> identity,
      boolean plaintextAnywhere)
      implements BrokerSide {

    /** By password. */
    public Foreign(BrokerAddress address, Credentials credentials) {
      this(address, Optional.of(credentials), Optional.empty(), false);
    }

    /** By certificate. */
    public Foreign(BrokerAddress address, TlsIdentity identity) {
      this(address, Optional.empty(), Optional.of(identity), false);
    }
  }
}
