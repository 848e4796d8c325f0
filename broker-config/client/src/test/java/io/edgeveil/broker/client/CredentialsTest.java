package io.edgeveil.broker.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class CredentialsTest {

  @Test
  void charactersBecomeUtf8() {
    String password = "pässwörd€\uD83D\uDD11";
    assertThat(Credentials.of("sensor-1", password.toCharArray()).password())
        .isEqualTo(password.getBytes(UTF_8));
  }

  @Test
  void thePasswordNeverShows() {
    Credentials credentials = Credentials.of("sensor-1", "hunter2".getBytes(UTF_8));
    ConnectionSettings settings =
        ConnectionSettings.to(new BrokerAddress("h", 1), "sensor-1").withCredentials(credentials);
    assertThat(credentials.toString()).isEqualTo("Credentials[sensor-1]");
    assertThat(settings.toString()).contains("sensor-1").doesNotContain("hunter2");
  }

  @Test
  void copiesComeAndGoWithoutTouchingTheOriginal() {
    byte[] given = "hunter2".getBytes(UTF_8);
    Credentials credentials = Credentials.of("sensor-1", given);
    given[0] = 0;
    credentials.password()[1] = 0;
    assertThat(credentials.password()).isEqualTo("hunter2".getBytes(UTF_8));
  }

  @Test
  void destroyedCredentialsGiveNothing() {
    Credentials credentials = Credentials.of("sensor-1", "hunter2".getBytes(UTF_8));
    credentials.destroy();
    assertThatIllegalStateException()
        .isThrownBy(credentials::password)
        .withMessageContaining("sensor-1");
  }
}
