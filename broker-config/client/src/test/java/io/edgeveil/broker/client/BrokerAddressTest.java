package io.edgeveil.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "tcp://localhost:1884, localhost, 1884, tcp://localhost:1884",
    "tcp://gateway.local, gateway.local, 1883, tcp://gateway.local:1883",
    "mqtt://192.168.1.5:1, 192.168.1.5, 1, tcp://192.168.1.5:1",
    "tcp://[::1]:1883, ::1, 1883, tcp://[::1]:1883",
    "tcp://host:1883/, host, 1883, tcp://host:1883",
  })
  void readsAddresses(String text, String host, int port, String shown) {
    BrokerAddress address = BrokerAddress.parse(text);
    assertThat(address).isEqualTo(new BrokerAddress(host, port)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:1883",
        "http://localhost",
        "tcp://",
        "tcp://host:70000",
        "tcp://host/path",
        "tcp://user@host",
        "tcp://host:0",
        "tcp://ho st"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> BrokerAddress.parse(text));
  }

  @Test
  void saysWhatItWants() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrokerAddress.parse("localhost"))
        .withMessage("a broker address is tcp://host:port, got 'localhost'");
  }
}
