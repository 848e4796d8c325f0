package io.edgeveil.gateway.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.broker.Accounts;
import io.edgeveil.broker.certificate.CertificateAuthority;
import io.edgeveil.broker.certificate.DeviceKeys;
import io.edgeveil.broker.certificate.PrivateFiles;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a gateway with its own broker keeps what must outlive it.
 *
 * @param path of the folder; made when something is first written
 */
public record DataFolder(Path path) {
  private static final String DEFAULT_BROKER = "tcp://127.0.0.1:1883";

  /** The users of the broker. */
  public Accounts accounts() {
    return Accounts.at(path.resolve("accounts"));
  }

  /** What the embedded broker writes. */
  public Path brokerFolder() {
    return path.resolve("broker");
  }

  /** Who certifies the broker and its clients. */
  public CertificateAuthority authority() {
    return CertificateAuthority.in(path.resolve("authority"));
  }

  /** The keys of devices for DTLS. */
  public DeviceKeys deviceKeys() {
    return new DeviceKeys(path.resolve("coap.key"));
  }

  /** The viewer's certificate and key, for tools on other machines. */
  public Path viewerFolder() {
    return path.resolve("viewer");
  }

  /** The viewer's credentials. */
  Path viewerFile() {
    return path.resolve("viewer.json");
  }

  private Path addressFile() {
    return path.resolve("broker.json");
  }

  /**
   * Notes where the broker is to be reached, for credentials made while the gateway runs.
   *
   * @param here from this machine, without TLS
   * @param elsewhere from other machines, with TLS; empty if it is not to be
   */
  public void writeBrokerAddresses(String here, Optional<String> elsewhere) throws IOException {
    Files.createDirectories(path);
    Map<String, String> addresses = new LinkedHashMap<>();
    addresses.put("broker", here);
    elsewhere.ifPresent(address -> addresses.put("tls", address));
    PrivateFiles.write(addressFile(), Json.writeIndented(addresses));
  }

  /** Where the broker was last to be reached from this machine; its usual address if not noted. */
  public String brokerAddress() throws IOException {
    return noted("broker").orElse(DEFAULT_BROKER);
  }

  /** Where devices reach the broker: from other machines if they can, else from this one. */
  public String deviceAddress() throws IOException {
    Optional<String> tls = noted("tls");
    return tls.isPresent() ? tls.get() : brokerAddress();
  }

  private Optional<String> noted(String which) throws IOException {
    if (!Files.exists(addressFile())) {
      return Optional.empty();
    }
    try {
      JsonNode address = Json.read(Files.readAllBytes(addressFile()), JsonNode.class).path(which);
      return address.isTextual() ? Optional.of(address.asText()) : Optional.empty();
    } catch (JsonFormatException e) {
      throw new IOException(addressFile() + ": " + e.getMessage(), e);
    }
  }
}
