package io.edgeveil.gateway.app;

import io.edgeveil.broker.DeviceQuota;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.TlsIdentity;
import io.edgeveil.gateway.account.DataFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of {@code run} that say which broker, and how it is reached. */
final class BrokerOptions {
  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--data",
      defaultValue = "edgeveil-data",
      paramLabel = "DIR",
      description =
          "Where accounts, certificates and the history of devices are kept."
              + " Default: ${DEFAULT-VALUE}")
  private Path data;

  @Option(
      names = "--port",
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

  @Option(
      names = "--broker",
      paramLabel = "mqtts://HOST:PORT",
      description = "Use this broker instead of an embedded one; tcp:// on loopback.")
  private String broker;

  @Option(names = "--user", description = "User name with that broker. Default: the gateway's id")
  private String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File whose first line is the password with that broker.")
  private Path passwordFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "PEM certificate of the authority that certifies that broker.")
  private Path authority;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "PEM certificate of this gateway for that broker.")
  private Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "PEM key of that certificate (PKCS#8, mode 0600).")
  private Path key;

  @Option(
      names = "--insecure-plaintext",
      description = "Reach that broker without TLS though it is on another machine.")
  private boolean insecurePlaintext;

  Path data() {
    return data;
  }

  InetAddress bind() {
    return bind;
  }

  List<String> hosts() {
    return hosts;
  }

  /** What they say together, of a gateway. */
  BrokerSide side(CommandSpec spec, String gateway) throws IOException {
    try {
      return broker == null ? embedded() : foreign(gateway);
    } catch (UsageException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private BrokerSide embedded() throws UsageException {
    require(user == null && passwordFile == null, "--user and --password-file belong to --broker");
    require(
        authority == null && certificate == null && key == null && !insecurePlaintext,
        "--ca, --cert, --key and --insecure-plaintext belong to --broker");
    requirePort(port);
    requirePort(websocketPort);
    require(port != websocketPort || port == 0, "--port and --websocket-port are both " + port);
    OptionalInt tls = OptionalInt.empty();
    if (tlsPort != null) {
      requirePort(tlsPort);
      tls = OptionalInt.of(tlsPort);
    } else if (!bind.isLoopbackAddress()) {
      tls = OptionalInt.of(BrokerAddress.DEFAULT_TLS_PORT);
    }
    return new BrokerSide.Embedded(
        new DataFolder(data), bind, port, websocketPort, tls, hosts, quota());
  }

  private DeviceQuota quota() throws UsageException {
    int messages =
        deviceMessages == null ? DeviceQuota.STANDARD.messagesPerSecond() : deviceMessages;
    long bytes = deviceBytes == null ? DeviceQuota.STANDARD.bytesPerSecond() : deviceBytes;
    require(messages >= 1 && bytes >= 1, "--device-messages and --device-bytes must be at least 1");
    return new DeviceQuota(messages, bytes);
  }

  private BrokerSide foreign(String gateway) throws IOException, UsageException {
    BrokerAddress address;
    try {
      address = BrokerAddress.parse(broker);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--broker: " + e.getMessage());
    }
    require(
        !address.isTls() || (authority != null && certificate != null && key != null),
        "--broker " + address + " needs --ca, --cert and --key");
    require(
        address.isTls() || passwordFile != null,
        "--broker "
            + address
            + " needs --password-file (and --user if it is not the gateway's id)");
    require(
        address.isTls() || address.isLoopback() || insecurePlaintext,
        "--broker "
            + address
            + " is another machine and has no TLS: whoever listens on the way reads the password;"
            + " use mqtts://, or say --insecure-plaintext");
    return new BrokerSide.Foreign(
        address,
        passwordFile == null ? Optional.empty() : Optional.of(credentials(gateway)),
        address.isTls()
            ? Optional.of(TlsIdentity.read(authority, certificate, key))
            : Optional.empty(),
        insecurePlaintext);
  }

  private Credentials credentials(String gateway) throws IOException {
    String password;
    try (var lines = Files.lines(passwordFile)) {
      password = lines.findFirst().orElse("").strip();
    }
    if (password.isEmpty()) {
      throw new IOException("no password in " + passwordFile);
    }
    return Credentials.of(user == null ? gateway : user, password.toCharArray());
  }

  private static void requirePort(int value) throws UsageException {
    require(value >= 0 && value <= MAX_PORT, "a port must be 0..65535");
  }

  private static void require(boolean condition, String otherwise) throws UsageException {
    if (!condition) {
      throw new UsageException(otherwise);
    }
  }

  /** Options that do not go together. */
  private static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }
}
