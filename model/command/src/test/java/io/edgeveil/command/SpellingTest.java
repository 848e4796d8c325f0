package io.edgeveil.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  @Test
  void theNearestWordIsMeantIfItIsNear() {
    List<String> words = List.of("port", "tls-port", "password-file", "bind");
    assertThat(Spelling.nearest("prot", words)).contains("port");
    assertThat(Spelling.nearest("tlsport", words)).contains("tls-port");
    assertThat(Spelling.nearest("password", words)).contains("password-file");
    assertThat(Spelling.nearest("hunter2", words)).isEmpty();
    assertThat(Spelling.nearest("", words)).isEmpty();
  }

  @Test
  void swappedLettersAreOneMistake() {
    assertThat(Spelling.distance("abcd", "abdc")).isEqualTo(1);
    assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
  }
}
