package io.edgeveil.gateway.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.broker.Accounts;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

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

  /** The viewer's credentials. */
  Path viewerFile() {
    return path.resolve("viewer.json");
  }

  private Path addressFile() {
    return path.resolve("broker.json");
  }

  /** Notes where the broker is to be reached, for credentials made while the gateway runs. */
  public void writeBrokerAddress(String address) throws IOException {
    Files.createDirectories(path);
    Files.write(addressFile(), Json.writeIndented(Map.of("broker", address)));
  }

  /** Where the broker was last to be reached; its usual address if that was never noted. */
  public String brokerAddress() throws IOException {
    if (!Files.exists(addressFile())) {
      return DEFAULT_BROKER;
    }
    try {
      return Json.read(Files.readAllBytes(addressFile()), JsonNode.class).path("broker").asText();
    } catch (JsonFormatException e) {
      throw new IOException(addressFile() + ": " + e.getMessage(), e);
    }
  }
}
