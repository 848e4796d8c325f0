package io.edgeveil.gateway.account;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.broker.certificate.PrivateFiles;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file {@code {"user": …, "password": …, "broker": "tcp://host:port", "psk": …}} of mode 0600:
 * all that a client needs to connect. The pre-shared key, which devices have for DTLS, is in the
 * URL-safe Base64 alphabet without padding.
 */
final class CredentialsFile {
  private CredentialsFile() {}

  /** Writes it whole or not at all; a file of that name is replaced. */
  static void write(Path file, String user, byte[] password, String broker) throws IOException {
    write(file, user, password, broker, new byte[0]);
  }

  /** The same with a pre-shared key, unless it is empty. */
  static void write(Path file, String user, byte[] password, String broker, byte[] psk)
      throws IOException {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("user", user);
    json.put("password", new String(password, US_ASCII));
    json.put("broker", broker);
    if (psk.length > 0) {
      json.put("psk", Base64.getUrlEncoder().withoutPadding().encodeToString(psk));
    }
    byte[] text = Json.writeIndented(json);
    try {
      PrivateFiles.write(file, text);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /** The password in a file that {@link #write} has written. */
  static String password(Path file) throws IOException {
    try {
      return Json.read(Files.readAllBytes(file), JsonNode.class).path("password").asText();
    } catch (JsonFormatException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
