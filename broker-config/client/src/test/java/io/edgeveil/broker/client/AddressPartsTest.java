package io.edgeveil.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPartsTest {

  @ParameterizedTest
  @CsvSource({
    "gw.local, gw.local",
    "GW.Local., gw.local",
    "xn--bcher-kva.local, xn--bcher-kva.local",
    "10.0.0.7, 10.0.0.7",
    "::1, ::1",
    "[::1], ::1",
    "[FE80::1], fe80::1",
  })
  void aHostStandsAlone(String text, String host) {
    assertThat(AddressParts.host(text)).isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource({
    "gw.local:8883, without port",
    "[::1]:8883, without port",
    "mqtts://gw.local, without port",
    "my_host, letters",
    "-gw, letters",
    "gw..local, letters",
    "[gw], letters",
    "12345::1, letters",
    "bücher.local, xn--bcher-kva.local",
    "'', letters",
  })
  void whatIsNoHostIsToldWhy(String text, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressParts.host(text))
        .withMessageStartingWith("'" + text + "' is no host: ")
        .withMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({"::1, true", "127.0.0.1, true", "gw.local, false", "gw:1, false", "cafe, false"})
  void anAddressIsToldFromAName(String host, boolean isAddress) {
    assertThat(AddressParts.isAddress(host)).isEqualTo(isAddress);
  }
}
