package io.edgeveil.gateway.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.broker.Account;
import io.edgeveil.broker.Accounts.Enrolment;
import io.edgeveil.broker.Role;
import io.edgeveil.broker.certificate.CertificateId;
import io.edgeveil.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is in a data folder, and what its files say. */
class AccountsOfAGatewayTest {
  private static final String BROKER = "mqtts://gw.local:8883";

  @TempDir Path folder;
  private DataFolder data;
  private DeviceAccounts devices;

  @BeforeEach
  void begin() {
    data = new DataFolder(folder.resolve("data"));
    devices = new DeviceAccounts(data);
  }

  private Path bundle(String id) {
    return folder.resolve(id);
  }

  private JsonNode credentials(Path file) throws Exception {
    return Json.read(Files.readAllBytes(file), JsonNode.class);
  }

  private CertificateId certificate(String id) throws IOException {
    return devices.enrolments().stream()
        .filter(enrolment -> enrolment.account().name().equals(id))
        .findFirst()
        .flatMap(Enrolment::certificate)
        .orElseThrow();
  }

  private void requireWhole(String id, Path file) throws Exception {
    JsonNode written = credentials(file);
    IdentityFiles files = new IdentityFiles(bundle(id));
    assertThat(file).isEqualTo(bundle(id).resolve("credentials.json"));
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(files.key()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(files.authority()).hasSameBinaryContentAs(data.authority().certificateFile());
    assertThat(CertificateId.of(files.certificate())).isEqualTo(certificate(id));
    assertThat(written.get("user").asText()).isEqualTo(id);
    assertThat(written.get("broker").asText()).isEqualTo(BROKER);
    assertThat(data.accounts().verify(id, written.get("password").asText().getBytes(UTF_8)))
        .contains(new Account(id, Role.DEVICE));
    assertThat(Base64.getUrlDecoder().decode(written.get("psk").asText()))
        .isEqualTo(data.deviceKeys().keyOf(id, certificate(id)));
  }

  @Test
  void aDeviceIsLetInGivenOthersAndPutOut() throws Exception {
    Path file = devices.add("pi-1", bundle("pi-1"), BROKER);
    requireWhole("pi-1", file);
    byte[] first = credentials(file).get("password").asText().getBytes(UTF_8);
    CertificateId before = certificate("pi-1");
    assertThat(devices.list()).containsExactly("pi-1");

    assertThat(devices.rotate("pi-1", bundle("pi-1"), BROKER)).isEqualTo(file);
    requireWhole("pi-1", file);
    assertThat(certificate("pi-1")).isNotEqualTo(before);
    assertThat(data.accounts().verify("pi-1", first)).isEmpty();

    devices.revoke("pi-1");
    assertThat(devices.list()).isEmpty();
    assertThat(devices.enrolments())
        .singleElement()
        .satisfies(enrolment -> assertThat(enrolment.revoked()).isTrue());
    assertThatThrownBy(() -> devices.revoke("pi-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("there is no device 'pi-1'", data.path().toString());
    assertThatThrownBy(() -> devices.rotate("pi-1", bundle("pi-1"), BROKER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no device 'pi-1'");
  }

  @Test
  void othersThanDevicesAreNeitherListedNorChangedAsOnes() throws Exception {
    assertThat(GatewayIdentity.in(data, "gw-1", folder.resolve("gw-1"), false).key()).exists();
    Path device = devices.add("pi-1", bundle("pi-1"), BROKER);
    assertThat(Viewer.in(data, BROKER).isNew()).as("whoever else is there").isTrue();
    assertThat(devices.list()).containsExactly("pi-1");
    assertThat(devices.enrolments())
        .extracting(enrolment -> enrolment.account().name())
        .containsExactly("pi-1");
    for (String other : new String[] {"gw-1", "viewer"}) {
      assertThatThrownBy(() -> devices.revoke(other)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> devices.rotate(other, bundle(other), BROKER))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> devices.add("viewer", bundle("new"), BROKER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("viewer's account");
    assertThat(device).exists();
  }

  @Test
  void credentialsThatAreThereAreKept() throws Exception {
    Path file = devices.add("pi-1", bundle("pi-1"), BROKER);
    assertThatThrownBy(() -> devices.add("pi-2", bundle("pi-1"), BROKER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file + " exists");
    assertThat(devices.list()).containsExactly("pi-1");
    requireWhole("pi-1", file);
  }

  /** An account whose credentials nobody has must not stay. */
  @Test
  void aDeviceWhoseCredentialsCannotBeWrittenIsNotLetIn() throws Exception {
    Path blocked = Files.writeString(folder.resolve("a-file"), "");
    assertThatThrownBy(() -> devices.add("pi-1", blocked.resolve("pi-1"), BROKER))
        .isInstanceOf(IOException.class);
    assertThat(data.accounts().enrolments()).isEmpty();
    requireWhole("pi-1", devices.add("pi-1", bundle("pi-1"), BROKER));
  }

  @Test
  void theViewerStaysTheSameUntilSomethingOfItIsMissing() throws Exception {
    Viewer made = Viewer.in(data, BROKER);
    assertThat(made.isNew()).isTrue();
    assertThat(made).hasToString("Viewer[viewer]");
    assertThat(credentials(folder.resolve("data/viewer.json")).has("psk")).isFalse();
    assertThat(data.accounts().verify("viewer", made.password().getBytes(UTF_8)))
        .contains(new Account("viewer", Role.VIEWER));
    Viewer again = Viewer.in(data, BROKER);
    assertThat(again.isNew()).isFalse();
    assertThat(again.password()).isEqualTo(made.password());

    for (String part : new String[] {"viewer.json", "viewer/key.pem"}) {
      String before = Viewer.in(data, BROKER).password();
      Files.delete(folder.resolve("data").resolve(part));
      Viewer renewed = Viewer.in(data, BROKER);
      assertThat(renewed.isNew()).as(part).isTrue();
      assertThat(renewed.password()).isNotEqualTo(before);
      assertThat(data.accounts().verify("viewer", before.getBytes(UTF_8))).isEmpty();
      assertThat(folder.resolve("data").resolve(part)).exists();
      assertThat(data.accounts().list()).hasSize(1);
    }
  }

  @Test
  void aNameIsOneKindOfAccountAlone() throws Exception {
    data.accounts().add("viewer", Role.DEVICE, "x".getBytes(UTF_8));
    assertThatThrownBy(() -> Viewer.in(data, BROKER))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("'viewer'", data.path().toString(), "belongs to a");
    Path device = devices.add("pi-1", bundle("pi-1"), BROKER);
    assertThatThrownBy(() -> GatewayIdentity.in(data, "pi-1", folder.resolve("gw"), true))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("'pi-1'", data.path().toString(), "belongs to a");
    requireWhole("pi-1", device);
    assertThat(folder.resolve("gw")).doesNotExist();
  }

  @Test
  void aGatewayWhoseKeyOrCertificateIsLostIsNotGivenOthersUnasked() throws Exception {
    IdentityFiles files = GatewayIdentity.in(data, "gw-1", folder.resolve("gw-1"), false);
    Optional<CertificateId> first = GatewayIdentity.certificate(data, "gw-1");
    assertThat(first).contains(CertificateId.of(files.certificate()));
    for (Path part : new Path[] {files.key(), files.certificate()}) {
      byte[] content = Files.readAllBytes(part);
      Files.delete(part);
      assertThatThrownBy(() -> GatewayIdentity.in(data, "gw-1", files.folder(), false))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("--rotate", first.get().serial());
      Files.write(part, content);
    }
    assertThat(GatewayIdentity.in(data, "gw-1", files.folder(), false)).isEqualTo(files);
    assertThat(GatewayIdentity.certificate(data, "gw-1")).isEqualTo(first);
    assertThat(GatewayIdentity.in(data, "gw-1", files.folder(), true)).isEqualTo(files);
    Optional<CertificateId> rotated = GatewayIdentity.certificate(data, "gw-1");
    assertThat(rotated).contains(CertificateId.of(files.certificate())).isNotEqualTo(first);
    data.accounts().revoke("gw-1");
    assertThat(GatewayIdentity.certificate(data, "gw-1")).isEmpty();
    var renewed = GatewayIdentity.in(data, "gw-1", files.folder(), false);
    assertThat(GatewayIdentity.certificate(data, "gw-1"))
        .contains(CertificateId.of(renewed.certificate()))
        .isNotEqualTo(rotated);
  }

  @Test
  void whereTheBrokerIsIsNoted() throws Exception {
    assertThat(data.brokerAddress()).isEqualTo("tcp://127.0.0.1:1883");
    assertThat(data.deviceAddress()).isEqualTo("tcp://127.0.0.1:1883");
    data.writeBrokerAddresses("tcp://127.0.0.1:7", Optional.empty());
    assertThat(data.deviceAddress()).isEqualTo("tcp://127.0.0.1:7");
    data.writeBrokerAddresses("tcp://127.0.0.1:9", Optional.of(BROKER));
    assertThat(data.brokerAddress()).isEqualTo("tcp://127.0.0.1:9");
    assertThat(data.deviceAddress()).isEqualTo(BROKER);
    Path file = folder.resolve("data/broker.json");
    Files.writeString(file, "{\"broker\": 7}");
    assertThat(data.brokerAddress()).isEqualTo("tcp://127.0.0.1:1883");
    Files.writeString(file, "{");
    assertThatThrownBy(data::brokerAddress)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ");
  }

  @Test
  void damagedCredentialsOfTheViewerAreNamed() throws Exception {
    var unused = Viewer.in(data, BROKER);
    Path file = folder.resolve("data/viewer.json");
    Files.writeString(file, "{");
    assertThatThrownBy(() -> Viewer.in(data, BROKER))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ");
  }
}
