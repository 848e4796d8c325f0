package io.edgeveil.sensor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.UnsafeFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceCredentialsTest {
  private static final String GOOD =
      "{\"user\":\"porch-cam\",\"password\":\"s3cret\",\"broker\":\"tcp://edge:1884\"}";

  @TempDir Path bundle;

  @Test
  void userAndBrokerAreRead() throws Exception {
    write(GOOD);
    DeviceCredentials read = DeviceCredentials.of(bundle).orElseThrow();
    assertThat(read.credentials().user()).isEqualTo("porch-cam");
    assertThat(read.broker().orElseThrow()).hasToString("tcp://edge:1884");
    assertThat(read.credentials()).hasToString("Credentials[porch-cam]");
  }

  @Test
  void theSharedKeyIsReadAndShowsNowhere() throws Exception {
    write(GOOD.replace("}", ",\"psk\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\"}"));
    DeviceCredentials read = DeviceCredentials.of(bundle).orElseThrow();
    assertThat(read.sharedKey().orElseThrow()).hasToString("SharedKey");
    write(GOOD);
    assertThat(DeviceCredentials.of(bundle).orElseThrow().sharedKey()).isEmpty();
  }

  @Test
  void noFileIsNoError() throws Exception {
    assertThat(DeviceCredentials.of(bundle)).isEmpty();
  }

  @Test
  void othersMayNotReadIt() throws Exception {
    Path file = write(GOOD);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatExceptionOfType(UnsafeFileException.class)
        .isThrownBy(() -> DeviceCredentials.of(bundle));
  }

  @Test
  void whatIsWrongWithItIsSaidWithoutThePassword() throws Exception {
    for (String wrong :
        new String[] {
          "",
          "s3cret",
          GOOD.replace("tcp:", "s3cret:"),
          GOOD.replace("porch-cam", "s3cret!"),
          GOOD.replace("\"user\"", "\"name\""),
          "[" + GOOD + "]",
          GOOD.replace("}", ",\"psk\":\"s3cret\"}"), // too short
          GOOD.replace("}", ",\"psk\":\"s3cret s3cret s3cret s3cret\"}"),
          GOOD.substring(1)
        }) {
      write(wrong);
      assertThatExceptionOfType(PadsException.class)
          .as(wrong)
          .isThrownBy(() -> DeviceCredentials.of(bundle))
          .satisfies(e -> assertThat(e).hasNoCause())
          .withMessageNotContaining("s3cret")
          .withMessageContaining("is not a credentials file");
    }
  }

  @Test
  void aPasswordFileHoldsOneLine() throws Exception {
    Path file = write("s3cret\n");
    DeviceCredentials read = DeviceCredentials.withPasswordFile("porch-cam", file);
    assertThat(read.credentials().user()).isEqualTo("porch-cam");
    assertThat(read.broker()).isEmpty();
    write("\n");
    assertThatExceptionOfType(PadsException.class)
        .isThrownBy(() -> DeviceCredentials.withPasswordFile("porch-cam", file))
        .withMessageContaining("holds no password");
  }

  private Path write(String content) throws Exception {
    Path file = bundle.resolve(DeviceCredentials.FILE);
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }
}
