package io.edgeveil.gateway.app;

import io.edgeveil.broker.DeviceQuota;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.command.Heading;
import io.edgeveil.gateway.account.DataFolder;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options of {@code run} that say how the embedded broker runs. */
@Heading("A broker of its own")
final class EmbeddedBrokerOptions {
  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "1883",
      description =
          "MQTT port of the embedded broker on loopback, 0 for any. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--websocket-port",
      paramLabel = "PORT",
      defaultValue = "8000",
      description = "Its websocket port on loopback, 0 for any. Default: ${DEFAULT-VALUE}")
  private int websocketPort;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Address it listens on for other machines, with TLS; 0.0.0.0 for all."
              + " Default: ${DEFAULT-VALUE}, for none")
  private InetAddress bind;

  @Option(
      names = "--tls-port",
      paramLabel = "PORT",
      description = "Port there, 0 for any. Default: 8883, and no TLS on loopback")
  private Integer tlsPort;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      converter = HostOption.class,
      description =
          "Name or address of this machine for its certificate; may be given again. Devices are"
              + " told the first. Default: the machine's own name")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--device-messages",
      paramLabel = "N",
      description = "Messages a second that a device may publish there. Default: 1000")
  private Integer deviceMessages;

  @Option(
      names = "--device-bytes",
      paramLabel = "N",
      description = "Bytes a second that a device may publish there. Default: 67108864")
  private Long deviceBytes;

  InetAddress bind() {
    return bind;
  }

  List<String> hosts() {
    return hosts;
  }

  /** What they say together. */
  BrokerSide side(DataFolder data) throws UsageException {
    requirePort(port);
    requirePort(websocketPort);
    UsageException.require(
        port != websocketPort || port == 0, "--port and --websocket-port are both " + port);
    OptionalInt tls = OptionalInt.empty();
    if (tlsPort != null) {
      requirePort(tlsPort);
      tls = OptionalInt.of(tlsPort);
    } else if (!bind.isLoopbackAddress()) {
      tls = OptionalInt.of(BrokerAddress.DEFAULT_TLS_PORT);
    }
    return new BrokerSide.Embedded(data, bind, port, websocketPort, tls, hosts, quota());
  }

  private DeviceQuota quota() throws UsageException {
    int messages =
        deviceMessages == null ? DeviceQuota.STANDARD.messagesPerSecond() : deviceMessages;
    long bytes = deviceBytes == null ? DeviceQuota.STANDARD.bytesPerSecond() : deviceBytes;
    UsageException.require(
        messages >= 1 && bytes >= 1, "--device-messages and --device-bytes must be at least 1");
    return new DeviceQuota(messages, bytes);
  }

  private static void requirePort(int value) throws UsageException {
    UsageException.require(value >= 0 && value <= MAX_PORT, "a port must be 0..65535");
  }
}
