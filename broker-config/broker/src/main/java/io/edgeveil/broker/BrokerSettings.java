package io.edgeveil.broker;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Objects;

/**
 * How the embedded broker runs. Start with {@link #in} and change what differs.
 *
 * @param folder where it keeps its configuration and the little it writes (32 KiB); made if missing
 * @param bindAddress where it listens: loopback unless told otherwise
 * @param tcpPort MQTT over TCP, 0..65535; 0 takes a free one, which {@link
 *     EmbeddedBroker#tcpPort()} tells
 * @param websocketPort MQTT over websockets at the path {@code /mqtt}, likewise
 * @param maxPacketBytes the largest packet taken or passed on, announced to clients (8 MiB)
 * @param maxQueuedMessages how many QoS 1 messages may wait for one client before more are dropped,
 *     with a warning (4,000); times the size of a message, the memory that a client which has
 *     stopped reading can cost
 * @param qos0BytesPerClient how many bytes of QoS 0 messages may wait for one client before more
 *     are dropped, with a warning (64 MiB); the same for every broker in the process
 */
public record BrokerSettings(
    Path folder,
    InetAddress bindAddress,
    int tcpPort,
    int websocketPort,
    int maxPacketBytes,
    int maxQueuedMessages,
    int qos0BytesPerClient) {

  public BrokerSettings {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(bindAddress, "bindAddress");
    requireRange("TCP port", tcpPort, 0, 65_535);
    requireRange("websocket port", websocketPort, 0, 65_535);
    requireRange("largest packet in bytes", maxPacketBytes, 1024, 268_435_460);
    requireRange("queued messages", maxQueuedMessages, 1, Integer.MAX_VALUE);
    requireRange("bytes of QoS 0 messages", qos0BytesPerClient, 1024, Integer.MAX_VALUE);
    if (tcpPort != 0 && tcpPort == websocketPort) {
      throw new IllegalArgumentException(
          "TCP and websockets need a port each, got " + tcpPort + " for both");
    }
  }

  /** Loopback, ports 1883 and 8083, all else by default. */
  public static BrokerSettings in(Path folder) {
    return new BrokerSettings(
        folder, InetAddress.getLoopbackAddress(), 1883, 8083, 8 << 20, 4_000, 64 << 20);
  }

  /** The same on other ports; 0 takes a free one. */
  public BrokerSettings withPorts(int newTcpPort, int newWebsocketPort) {
    return new BrokerSettings(
        folder,
        bindAddress,
        newTcpPort,
        newWebsocketPort,
        maxPacketBytes,
        maxQueuedMessages,
        qos0BytesPerClient);
  }

  /** The same at another address. */
  public BrokerSettings withBindAddress(InetAddress newBindAddress) {
    return new BrokerSettings(
        folder,
        newBindAddress,
        tcpPort,
        websocketPort,
        maxPacketBytes,
        maxQueuedMessages,
        qos0BytesPerClient);
  }

  /** The same with another largest packet. */
  public BrokerSettings withMaxPacketBytes(int newMaxPacketBytes) {
    return new BrokerSettings(
        folder,
        bindAddress,
        tcpPort,
        websocketPort,
        newMaxPacketBytes,
        maxQueuedMessages,
        qos0BytesPerClient);
  }

  /** The same with another queue. */
  public BrokerSettings withMaxQueuedMessages(int newMaxQueuedMessages) {
    return new BrokerSettings(
        folder,
        bindAddress,
        tcpPort,
        websocketPort,
        maxPacketBytes,
        newMaxQueuedMessages,
        qos0BytesPerClient);
  }

  private static void requireRange(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be " + least + ".." + most + ", got " + value);
    }
  }
}
