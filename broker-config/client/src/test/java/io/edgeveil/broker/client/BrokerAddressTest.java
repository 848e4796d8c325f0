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
  @CsvSource({
    "mqtts://edge, edge, 8883, mqtts://edge:8883",
    "ssl://edge:1, edge, 1, mqtts://edge:1",
    "tls://[::1], ::1, 8883, mqtts://[::1]:8883",
  })
  void readsAddressesWithTls(String text, String host, int port, String shown) {
    BrokerAddress address = BrokerAddress.parse(text);
    assertThat(address).isEqualTo(BrokerAddress.tls(host, port)).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "LocalHost, true",
    "127.0.0.1, true",
    "127.8.9.1, true",
    "::1, true",
    "128.0.0.1, false",
    "10.0.0.7, false",
    "127.0.0.1.example.org, false",
    "edge.local, false",
    "0.0.0.0, false",
  })
  void knowsWhatStaysOnThisMachine(String host, boolean stays) {
    assertThat(new BrokerAddress(host, 1883).isLoopback()).isEqualTo(stays);
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
        .withMessage(
            "a broker address is mqtts://host:port (or tcp://host:port, without TLS), got 'localhost'");
  }
}
