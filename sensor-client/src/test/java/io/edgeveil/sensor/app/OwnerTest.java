package io.edgeveil.sensor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgeveil.broker.certificate.CertificateAuthority;
import io.edgeveil.pads.role.Party;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerTest {
  @TempDir Path temporary;

  private static List<Party> of(String address) throws IOException {
    return Owner.of(GatewayAddress.parse(address), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "mqtts://gw.invalid, coaps://GW.Invalid., gw.invalid",
    "mqtts://gw.invalid:1, coaps+tcp://gw.INVALID:2, gw.invalid",
    "coaps://192.0.2.1, mqtts://192.0.2.1:2, 192.0.2.1",
    "coaps://[2001:db8::1], mqtts://[2001:0DB8:0::0:1], 2001:db8:0:0:0:0:0:1",
    "coaps://[fe80::1%25eth0], mqtts://[fe80::1], fe80:0:0:0:0:0:0:1",
    "coaps://[::ffff:192.0.2.1], mqtts://192.0.2.1, 192.0.2.1",
    "coap://127.0.0.1:7, tcp://LOCALHOST:7, localhost:7",
    "coap://127.3.2.1:7, tcp://[::1]:7, localhost:7",
    "tcp://0.0.0.0:7, tcp://127.0.0.1:7, localhost:7",
  })
  void oneHostIsWrittenInOneWay(String one, String other, String known) throws IOException {
    assertThat(of(one)).contains(Party.host(known)).containsAnyElementsOf(of(other));
    assertThat(of(other)).contains(Party.host(known));
  }

  @Test
  void aNameIsAlsoKnownByItsAddresses() throws Exception {
    String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(name);
    } catch (UnknownHostException e) {
      assumeTrue(false, "this machine does not know its own name");
      return;
    }
    String numerical =
        addresses[0].isLoopbackAddress()
            ? "localhost:8883"
            : addresses[0].getHostAddress().replaceFirst("%.*", "");
    assertThat(of("mqtts://" + name)).contains(Party.host(name), Party.host(numerical));
  }

  @Test
  void anAuthorityIsKnownByItsKey() throws Exception {
    Path account = Files.createDirectory(temporary.resolve("account"));
    Path again = Files.createDirectory(temporary.resolve("again"));
    Path other = Files.createDirectory(temporary.resolve("other"));
    Path authority = CertificateAuthority.in(temporary.resolve("a")).certificateFile();
    Files.copy(authority, account.resolve("ca.pem"));
    Files.writeString(again.resolve("ca.pem"), "two of them\n" + Files.readString(authority));
    Files.copy(
        CertificateAuthority.in(temporary.resolve("b")).certificateFile(), other.resolve("ca.pem"));
    assertThat(by(account)).hasSize(2).containsAnyElementsOf(by(again).subList(1, 2));
    assertThat(by(other).get(1)).isNotEqualTo(by(account).get(1));
    assertThat(by(temporary)).hasSize(1); // none there
    Files.writeString(other.resolve("ca.pem"), "nothing");
    assertThatIOException().isThrownBy(() -> by(other)).withMessageContaining("ca.pem");
  }

  private static List<Party> by(Path account) throws IOException {
    return Owner.of(GatewayAddress.parse("mqtts://192.0.2.1"), Optional.of(account));
  }

  @Test
  void differentHostsShareNothing() throws IOException {
    assertThat(of("mqtts://a.invalid")).doesNotContainAnyElementsOf(of("mqtts://b.invalid"));
    assertThat(of("mqtts://192.0.2.1")).doesNotContainAnyElementsOf(of("mqtts://192.0.2.2"));
    assertThat(of("tcp://127.0.0.1:1")).doesNotContainAnyElementsOf(of("tcp://127.0.0.1:2"));
  }
}
