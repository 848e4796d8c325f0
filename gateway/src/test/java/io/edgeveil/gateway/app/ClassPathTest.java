package io.edgeveil.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's class path holds no class that can unmask or knows a check. */
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
        "io.edgeveil.pads.store.PadStore",
        "io.edgeveil.pads.key.CheckKey",
        "io.edgeveil.pads.integrity.IntegritySecrets",
        "io.edgeveil.pads.integrity.FreivaldsCheck"
      })
  void noPadAndNoCheckCanBeLoaded(String name) {
    assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
  }
}
