package io.edgeveil.broker.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By RFC 5869, appendix A.1, cut to one hash, and by Python's {@code hmac}. */
class DeviceKeysVectorTest {
  @TempDir Path folder;

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static CertificateId certificate(String digits) {
    return new CertificateId(digits.repeat(32), "1", Instant.EPOCH);
  }

  @Test
  void theDerivationIsHkdf() {
    assertThat(
            DeviceKeys.derive(
                hex("0b".repeat(22)),
                hex("000102030405060708090a0b0c"),
                hex("f0f1f2f3f4f5f6f7f8f9")))
        .isEqualTo(hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));
  }

  /**
   *
   *
   * <pre>
   * python3 -c "import hmac; p = hmac.digest(b'\xaa'*32, b'\x01'*32, 'sha256')
   * print(hmac.digest(p, b'edgeveil coap psk\0pi-1\x01', 'sha256').hex())"
   * </pre>
   */
  @Test
  void aDevicesKeyIsThis() throws Exception {
    Path file = folder.resolve("coap.key");
    Files.write(file, hex("01".repeat(32)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(new DeviceKeys(file).keyOf("pi-1", certificate("aa")))
        .isEqualTo(hex("aa94ad9bc77b3ae42f5e919eecea81093a4c146c17bf72d2e3f4b32bfdb741b4"));
  }

  @Test
  void eachDeviceAndEachCertificateHasAKeyOfItsOwn() throws Exception {
    DeviceKeys keys = new DeviceKeys(folder.resolve("coap.key"));
    byte[] key = keys.keyOf("pi-1", certificate("aa"));
    assertThat(keys.keyOf("pi-1", certificate("aa"))).isEqualTo(key).hasSize(32);
    assertThat(keys.keyOf("pi-2", certificate("aa"))).isNotEqualTo(key);
    assertThat(keys.keyOf("pi-1", certificate("ab"))).isNotEqualTo(key);
    assertThat(new DeviceKeys(folder.resolve("coap.key")).keyOf("pi-1", certificate("aa")))
        .isEqualTo(key);
  }

  @Test
  void theSecretIsPrivateAndMustBe() throws Exception {
    Path file = folder.resolve("coap.key");
    DeviceKeys keys = new DeviceKeys(file);
    var unused = keys.keyOf("pi-1", certificate("aa"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(keys.toString())
        .doesNotContain(HexFormat.of().formatHex(Files.readAllBytes(file)))
        .doesNotContain(new String(Files.readAllBytes(file), US_ASCII));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> keys.keyOf("pi-1", certificate("aa")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void aDamagedSecretIsRefused() throws Exception {
    Path file = folder.resolve("coap.key");
    Files.write(file, new byte[31]);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> new DeviceKeys(file).keyOf("pi-1", certificate("aa")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("31 bytes");
  }
}
