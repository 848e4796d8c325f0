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
 * @param maxQueuedMessages how many QoS 1 messages may wait for one client that is no gateway
 *     before more are dropped, with a warning (128, twice the largest tensor)
 * @param qos0BytesPerClient how many bytes of QoS 0 messages may wait for one client before more
 *     are dropped, with a warning (8 MiB); the same for every broker in the process
 * @param maxHeldBytes how many bytes may wait for all clients together before those for whom most
 *     messages wait are cut off, gateways excepted (a sixth of the heap); half as many again, and
 *     devices are told that the broker is busy
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
    long maxHeldBytes,
    DeviceQuota deviceQuota) {

  /** Messages that wait for one client, unless set. */
  static final int MAX_QUEUED_MESSAGES = 128;

  public BrokerSettings {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(deviceQuota, "deviceQuota");
    requireRange("TCP port", tcpPort, 0, 65_535);
    requireRange("websocket port", websocketPort, 0, 65_535);
    requireRange("largest packet in bytes", maxPacketBytes, 1024, 268_435_460);
    requireRange("queued messages", maxQueuedMessages, 1, Integer.MAX_VALUE);
    requireRange("bytes of QoS 0 messages", qos0BytesPerClient, 1024, Integer.MAX_VALUE);
    if (maxHeldBytes < 1) {
      throw new IllegalArgumentException("held bytes must be positive, got " + maxHeldBytes);
    }
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
        MAX_QUEUED_MESSAGES,
        8 << 20,
        mostHeldBytes(),
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
        maxHeldBytes,
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
        maxHeldBytes,
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
        maxHeldBytes,
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
        maxHeldBytes,
        deviceQuota);
  }

  /** The same with another number of bytes that may wait. */
  public BrokerSettings withMaxHeldBytes(long newMaxHeldBytes) {
    return new BrokerSettings(
        folder,
        tcpPort,
        websocketPort,
        tls,
        maxPacketBytes,
        maxQueuedMessages,
        qos0BytesPerClient,
        newMaxHeldBytes,
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
        maxHeldBytes,
        newDeviceQuota);
  }

  /** A sixth of the heap. */
  static long mostHeldBytes() {
    return Runtime.getRuntime().maxMemory() / 6;
  }

  private static void requireRange(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be " + least + ".." + most + ", got " + value);
    }
  }
}
