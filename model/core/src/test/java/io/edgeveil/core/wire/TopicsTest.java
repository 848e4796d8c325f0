package io.edgeveil.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

  @Test
  void topicsAreThese() {
    assertThat(Topics.open("pi-1")).isEqualTo("edgeveil/open/pi-1");
    assertThat(Topics.layer("gw-1", "lenet5_mnist", "conv1", "pi-1"))
        .isEqualTo("edgeveil/layer/gw-1/lenet5_mnist/conv1/pi-1");
    assertThat(Topics.layerOfEveryDevice("gw-1", "m", "conv1"))
        .isEqualTo("edgeveil/layer/gw-1/m/conv1/+");
    assertThat(Topics.reply("pi-1")).isEqualTo("edgeveil/reply/pi-1");
    assertThat(Topics.gatewayModel("gw-1", "m")).isEqualTo("edgeveil/gateway/gw-1/models/m");
    assertThat(Topics.lastLevel(Topics.layer("g", "m", "l", "pi-1"))).isEqualTo("pi-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "+", "#", "A", "a b", "ä", "..", "a\nb", "a\u0000"})
  void whatIsNoIdCannotEnterATopic(String text) {
    assertThatThrownBy(() -> Topics.open(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Topics.layer("g", "m", "l", text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anIdHasAtMost64Characters() {
    assertThat(Ids.isId("a".repeat(64))).isTrue();
    assertThat(Ids.isId("a".repeat(65))).isFalse();
    assertThat(Ids.isId(null)).isFalse();
  }
}
