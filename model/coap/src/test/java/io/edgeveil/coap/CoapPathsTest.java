package io.edgeveil.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CoapPathsTest {
  @Test
  void pathsAreThese() {
    assertThat(String.join("/", CoapPaths.open())).isEqualTo("v1/open");
    assertThat(String.join("/", CoapPaths.models())).isEqualTo("v1/models");
    assertThat(String.join("/", CoapPaths.health())).isEqualTo("v1/health");
    assertThat(String.join("/", CoapPaths.layer("digits", "conv-1")))
        .isEqualTo("v1/models/digits/layers/conv-1");
    assertThat(CoapPaths.chunk(41, 2)).containsExactly("i=41", "c=2");
    assertThat(CoapPaths.device("pi-1")).isEqualTo("d=pi-1");
  }

  @Test
  void onlyIdsAreSegments() {
    assertThatThrownBy(() -> CoapPaths.layer("../x", "conv"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CoapPaths.device("a&b")).isInstanceOf(IllegalArgumentException.class);
  }
}
