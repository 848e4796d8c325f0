package io.edgeveil.sensor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayAddressTest {
  @ParameterizedTest
  @CsvSource({
    "mqtts://gw.local,        mqtts://gw.local:8883,       true,  false",
    "tcp://localhost,         tcp://localhost:1883,        false, true",
    "coap://127.0.0.1,        coap://127.0.0.1:5683,       false, true",
    "coap://gw.local/,        coap://gw.local:5683,        false, false",
    "coaps://gw.local,        coaps://gw.local:5684,       true,  false",
    "coap+tcp://[::1],        coap+tcp://[::1]:5683,       false, true",
    "coaps+tcp://gw.local,    coaps+tcp://gw.local:5684,   true,  false",
    "coaps+tcp://gw.local:77, coaps+tcp://gw.local:77,     true,  false",
  })
  void theSchemeSaysHow(String text, String whole, boolean secure, boolean loopback) {
    GatewayAddress address = GatewayAddress.parse(text);
    assertThat(address).hasToString(whole);
    assertThat(address.isSecure()).isEqualTo(secure);
    assertThat(address.isLoopback()).isEqualTo(loopback);
    assertThat(GatewayAddress.parse(whole)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gw.local",
        "http://gw.local",
        "coap://",
        "coap://user@gw.local",
        "coap://gw.local/v1",
        "coaps://gw.local?x",
        "coap://gw.local:0",
        "coap+udp://gw.local",
        "COAP//x"
      })
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> GatewayAddress.parse(text));
  }
}
