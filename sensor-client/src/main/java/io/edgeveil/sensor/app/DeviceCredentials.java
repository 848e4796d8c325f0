package io.edgeveil.sensor.app;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.TlsIdentity;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.SecretFile;
import io.edgeveil.sensor.transport.coap.SharedKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * How a device gets through to its gateway: {@code credentials.json} in the device bundle, with
 * user, password, the broker's address and the key for DTLS, and for TLS {@code certificate.pem},
 * {@code key.pem} and {@code ca.pem} beside it. With TLS the certificate says who it is, with DTLS
 * the key, and the password is not sent.
 */
final class DeviceCredentials {
  /** The file's name. */
  static final String FILE = "credentials.json";

  static final String AUTHORITY = "ca.pem";
  static final String CERTIFICATE = "certificate.pem";
  static final String KEY = "key.pem";
  private static final long MAX_FILE_BYTES = 1 << 16;

  private final Credentials credentials;
  private final Optional<BrokerAddress> broker;
  private SharedKey sharedKey; // null: none

  private DeviceCredentials(Credentials credentials, Optional<BrokerAddress> broker) {
    this.credentials = credentials;
    this.broker = broker;
  }

  @JsonCreator
  static DeviceCredentials fromJson(
      @JsonProperty(value = "user", required = true) String user,
      @JsonProperty(value = "password", required = true) char[] password,
      @JsonProperty("broker") String broker) {
    try {
      return new DeviceCredentials(
          Credentials.of(Ids.requireId("user", user), password),
          Optional.ofNullable(broker).map(BrokerAddress::parse));
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  /** Takes in the key, where the file has one. */
  @JsonSetter("psk")
  private void sharedKey(char[] base64) {
    byte[] text = new byte[base64.length];
    byte[] key = new byte[0];
    try {
      for (int i = 0; i < text.length; i++) {
        text[i] = base64[i] > 0x7f ? 0 : (byte) base64[i];
      }
      key = Base64.getUrlDecoder().decode(text);
      sharedKey = SharedKey.of(key);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("psk is no key"); // without e, which may quote it
    } finally {
      Arrays.fill(base64, '\0');
      Arrays.fill(text, (byte) 0);
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * Reads the file of a bundle, if it has one.
   *
   * @throws PadsException if others may read it, or it is not such a file
   */
  static Optional<DeviceCredentials> of(Path bundle) throws IOException, PadsException {
    Path file = bundle.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    byte[] bytes = readSecret(file);
    try {
      return Optional.of(Json.read(bytes, DeviceCredentials.class));
    } catch (JsonFormatException e) {
      throw new PadsException(file + " is not a credentials file", null); // e could quote it
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * Credentials with the first line of a password file.
   *
   * @throws PadsException if others may read it, or it is empty
   */
  static DeviceCredentials withPasswordFile(String user, Path file)
      throws IOException, PadsException {
    byte[] bytes = readSecret(file);
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    char[] line = new char[0];
    try {
      int length = 0;
      while (length < text.length() && text.charAt(length) != '\n' && text.charAt(length) != '\r') {
        length++;
      }
      if (length == 0) {
        throw new PadsException(file + " holds no password");
      }
      line = new char[length];
      text.get(line);
      return new DeviceCredentials(Credentials.of(user, line), Optional.empty());
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(text.array(), '\0');
      Arrays.fill(line, '\0');
    }
  }

  /**
   * The identity for TLS in a bundle.
   *
   * @throws PadsException if there is none
   * @throws IOException if a file cannot be read, is not what it should be, or others may read the
   *     key; never quoting it
   */
  static TlsIdentity identity(Path bundle) throws IOException, PadsException {
    for (String name : new String[] {AUTHORITY, CERTIFICATE, KEY}) {
      if (!Files.exists(bundle.resolve(name))) {
        throw new PadsException(
            "no "
                + name
                + " in "
                + bundle
                + ", which a broker with TLS asks for: enrol the device"
                + " with: edgeveil-gateway device add ID -o "
                + bundle);
      }
    }
    return TlsIdentity.read(
        bundle.resolve(AUTHORITY), bundle.resolve(CERTIFICATE), bundle.resolve(KEY));
  }

  /**
   * How to connect: with TLS by the certificate in a bundle alone, without TLS by the password.
   *
   * @throws PadsException if TLS is asked for and the bundle has no certificate
   */
  ConnectionSettings connection(BrokerAddress address, String clientId, Path bundle)
      throws IOException, PadsException {
    ConnectionSettings settings = ConnectionSettings.to(address, clientId);
    return address.isTls()
        ? settings.withIdentity(identity(bundle))
        : settings.withCredentials(credentials);
  }

  private static byte[] readSecret(Path file) throws IOException, PadsException {
    SecretFile.requirePrivate(file);
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new PadsException(file + " is larger than " + MAX_FILE_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  Credentials credentials() {
    return credentials;
  }

  /** The key for DTLS, if they have one. */
  Optional<SharedKey> sharedKey() {
    return Optional.ofNullable(sharedKey);
  }

  /** Overwrites what is secret of them. */
  void destroy() {
    credentials.destroy();
    sharedKey().ifPresent(SharedKey::destroy);
  }

  /** The broker that goes with them, if they name one. */
  Optional<BrokerAddress> broker() {
    return broker;
  }
}
