package io.edgeveil.broker;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How the embedded broker runs. Start with {@link #in} and change what differs.
 *
 * @param folder where it keeps its configuration and the little it writes (32 KiB); made if missing
 * @param tcpPort MQTT over TCP without TLS, on loopback alone, 0..65535; 0 takes a free one, which
 *     {@link EmbeddedBroker#tcpPort()} tells
 * @param websocketPort MQTT over websockets at the path {@code /mqtt}, likewise
 * @param tls MQTT over TLS, for other machines; empty for none
 * @param maxPacketBytes the largest packet taken or passed on, announced to clients (1 MiB and 16
 *     KiB for what goes with the payload)
 * @param maxQueuedMessages how many QoS 1 messages may wait for one client before more are dropped,
 *     with a warning (256); times the largest packet, the memory that a client which has stopped
 *     reading can cost
 * @param qos0BytesPerClient how many bytes of QoS 0 messages may wait for one client before more
 *     are dropped, with a warning (64 MiB); the same for every broker in the process
 * @param deviceQuota how much a device may publish
 */
public record BrokerSettings(
    Path folder,
    int tcpPort,
    int websocketPort,
    Optional<TlsListener> tls,
    int maxPacketBytes,
    int maxQueuedMessages,
    int qos0BytesPerClient,
    DeviceQuota deviceQuota) {

  public BrokerSettings {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(deviceQuota, "deviceQuota");
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

  /** Ports 1883 and 8083 on loopback, no TLS, all else by default. */
  public static BrokerSettings in(Path folder) {
    return new BrokerSettings(
        folder,
        1883,
        8083,
        Optional.empty(),
        (1 << 20) + (16 << 10),
        256,
        64 << 20,
        DeviceQuota.STANDARD);
  }

  /** The same on other ports; 0 takes a free one. */
  public BrokerSettings withPorts(int newTcpPort, int newWebsocketPort) {
    return new BrokerSettings(
        folder,
        newTcpPort,
        newWebsocketPort,
        tls,
        maxPacketBytes,
        maxQueuedMessages,
        qos0BytesPerClient,
        deviceQuota);
  }

  /** The same with TLS for other machines. */
  public BrokerSettings withTls(TlsListener newTls) {
    return new BrokerSettings(
        folder,
        tcpPort,
        websocketPort,
        Optional.of(newTls),
        maxPacketBytes,
        maxQueuedMessages,
        qos0BytesPerClient,
        deviceQuota);
  }

  /** The same with another largest packet. */
  public BrokerSettings withMaxPacketBytes(int newMaxPacketBytes) {
    return new BrokerSettings(
        folder,
        tcpPort,
        websocketPort,
        tls,
        newMaxPacketBytes,
        maxQueuedMessages,
        qos0BytesPerClient,
        deviceQuota);
  }

  /** The same with another queue. */
  public BrokerSettings withMaxQueuedMessages(int newMaxQueuedMessages) {
    return new BrokerSettings(
        folder,
        tcpPort,
        websocketPort,
        tls,
        maxPacketBytes,
        newMaxQueuedMessages,
        qos0BytesPerClient,
        deviceQuota);
  }

  /** The same with another quota for each device. */
  public BrokerSettings withDeviceQuota(DeviceQuota newDeviceQuota) {
    return new BrokerSettings(
        folder,
        tcpPort,
        websocketPort,
        tls,
        maxPacketBytes,
        maxQueuedMessages,
        qos0BytesPerClient,
        newDeviceQuota);
  }

  private static void requireRange(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be " + least + ".." + most + ", got " + value);
    }
  }
}
