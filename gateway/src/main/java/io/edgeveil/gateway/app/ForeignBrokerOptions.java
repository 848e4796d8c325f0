package io.edgeveil.gateway.app;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.TlsIdentity;
import io.edgeveil.command.Heading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of {@code run} that say how another broker is reached. */
@Heading("Another broker")
final class ForeignBrokerOptions {
  @Option(
      names = "--broker",
      paramLabel = "mqtts://HOST:PORT",
      description = "Use this broker instead of an embedded one; tcp:// on loopback.")
  private String broker;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "User name with that broker. Default: the gateway's id")
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

  /** Whether there is one. */
  boolean isNamed() {
    return broker != null;
  }

  /**
   * Those that say something of a broker that is not named.
   *
   * @throws UsageException if there are any
   */
  void requireNone() throws UsageException {
    UsageException.require(
        user == null && passwordFile == null, "--user and --password-file belong to --broker");
    UsageException.require(
        authority == null && certificate == null && key == null && !insecurePlaintext,
        "--ca, --cert, --key and --insecure-plaintext belong to --broker");
  }

  /** What they say together, of a gateway. */
  BrokerSide side(String gateway) throws IOException, UsageException {
    BrokerAddress address;
    try {
      address = BrokerAddress.parse(broker);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--broker: " + e.getMessage());
    }
    UsageException.require(
        !address.isTls() || (authority != null && certificate != null && key != null),
        "--broker " + address + " needs --ca, --cert and --key");
    UsageException.require(
        address.isTls() || passwordFile != null,
        "--broker "
            + address
            + " needs --password-file (and --user if it is not the gateway's id)");
    UsageException.require(
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
}
