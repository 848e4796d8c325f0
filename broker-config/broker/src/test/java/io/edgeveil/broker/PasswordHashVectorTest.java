package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Hashes made by another program, Debian's argon2 (the reference implementation). */
class PasswordHashVectorTest {

  /** {@code echo -n 'correct horse' | argon2 0123456789abcdef -id -t 5 -k 7168 -p 1 -l 32 -e} */
  private static final String OURS =
      "$argon2id$v=19$m=7168,t=5,p=1$MDEyMzQ1Njc4OWFiY2RlZg$2Ek5zMZVGrFVTlHZZgywf+fd0fS6/y+DB3Z5fAX1+zM";

  /** {@code echo -n 'pässwörd' | argon2 saltsalt -id -t 2 -k 64 -p 2 -l 24 -e} */
  private static final String FOREIGN =
      "$argon2id$v=19$m=64,t=2,p=2$c2FsdHNhbHQ$loA3c3HhDodq4WKUnnH59Nrdx1rnaEwC";

  @Test
  void verifiesWhatTheReferenceImplementationMade() {
    assertThat(PasswordHash.parse(OURS).matches("correct horse".getBytes(UTF_8))).isTrue();
    assertThat(PasswordHash.parse(OURS).matches("correct horsf".getBytes(UTF_8))).isFalse();
    assertThat(PasswordHash.parse(FOREIGN).matches("pässwörd".getBytes(UTF_8))).isTrue();
  }

  @Test
  void writesWhatItReads() {
    assertThat(PasswordHash.parse(OURS).encoded()).isEqualTo(OURS);
    assertThat(PasswordHash.parse(FOREIGN).encoded()).isEqualTo(FOREIGN);
  }
}
