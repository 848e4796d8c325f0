package io.edgeveil.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's class path holds no class that can unmask. */
class ClassPathTest {

  @ParameterizedTest
  @ValueSource(strings = {"io/edgeveil/pads", "io/edgeveil/prepare", "io/edgeveil/sensor"})
  void noPackageOfTheOtherSideIsThere(String packagePath) throws Exception {
    assertThat(ClassPathTest.class.getClassLoader().getResources(packagePath).asIterator())
        .toIterable()
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.edgeveil.pads.key.ChainKey",
        "io.edgeveil.pads.key.PadKey",
        "io.edgeveil.pads.store.Pad",
        "io.edgeveil.pads.store.PadStore"
      })
  void noPadCanBeLoaded(String name) {
    assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
  }
}
