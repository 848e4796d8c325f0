package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

  private final SecureRandom random = new SecureRandom();

  @Test
  void matchesItsPasswordAloneAfterWritingAndReading() {
    PasswordHash hash =
        PasswordHash.parse(PasswordHash.of("hunter2".getBytes(UTF_8), random).encoded());
    assertThat(hash.matches("hunter2".getBytes(UTF_8))).isTrue();
    assertThat(hash.matches("hunter3".getBytes(UTF_8))).isFalse();
    assertThat(hash.matches(new byte[0])).isFalse();
  }

  @Test
  void theSamePasswordNeverHashesTheSameTwice() {
    byte[] password = "hunter2".getBytes(UTF_8);
    assertThat(PasswordHash.of(password, random).encoded())
        .isNotEqualTo(PasswordHash.of(password, random).encoded());
  }

  @Test
  void showsNothing() {
    PasswordHash hash = PasswordHash.of("hunter2".getBytes(UTF_8), random);
    assertThat(hash.toString()).isEqualTo("PasswordHash[argon2id]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hunter2",
        "$argon2i$v=19$m=7168,t=5,p=1$MDEyMzQ1Njc4OWFiY2RlZg$2Ek5zMZVGrFVTlHZZgywf+fd0fS6/y+DB3Z5fAX1+zM",
        "$argon2id$v=16$m=7168,t=5,p=1$MDEyMzQ1Njc4OWFiY2RlZg$2Ek5zMZVGrFVTlHZZgywf+fd0fS6/y+DB3Z5fAX1+zM",
        "$argon2id$v=19$m=9999999,t=5,p=1$MDEyMzQ1Njc4OWFiY2RlZg$2Ek5zMZVGrFVTlHZZgywf+fd0fS6/y+DB3Z5fAX1+zM",
        "$argon2id$v=19$m=7168,t=0,p=1$MDEyMzQ1Njc4OWFiY2RlZg$2Ek5zMZVGrFVTlHZZgywf+fd0fS6/y+DB3Z5fAX1+zM",
        "$argon2id$v=19$m=7168,t=999,p=1$MDEyMzQ1Njc4OWFiY2RlZg$2Ek5zMZVGrFVTlHZZgywf+fd0fS6/y+DB3Z5fAX1+zM",
        "$argon2id$v=19$m=7,t=5,p=1$MDEyMzQ1Njc4OWFiY2RlZg$2Ek5zMZVGrFVTlHZZgywf+fd0fS6/y+DB3Z5fAX1+zM",
        "$argon2id$v=19$m=7168,t=5,p=1$$2Ek5zMZVGrFVTlHZZgywf+fd0fS6/y+DB3Z5fAX1+zM",
      })
  void refusesWhatIsNoHashOrAsksForAbsurdWork(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PasswordHash.parse(text));
  }
}
