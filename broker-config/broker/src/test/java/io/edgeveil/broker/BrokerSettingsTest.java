package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {

  private final BrokerSettings defaults = BrokerSettings.in(Path.of("x"));

  @Test
  void listensOnLoopbackAloneUnlessTold() {
    assertThat(defaults.tls()).isEmpty();
    assertThat(defaults.tcpPort()).isEqualTo(1883);
    assertThat(defaults.maxPacketBytes()).isEqualTo(1040 << 10);
    assertThat(1L * defaults.maxPacketBytes() * defaults.maxQueuedMessages())
        .as("what a client that does not read can cost")
        .isLessThan(300L << 20);
  }

  @Test
  void refusesNonsense() {
    assertThatIllegalArgumentException().isThrownBy(() -> defaults.withPorts(-1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> defaults.withPorts(0, 65_536));
    assertThatIllegalArgumentException().isThrownBy(() -> defaults.withPorts(1883, 1883));
    assertThatIllegalArgumentException().isThrownBy(() -> defaults.withMaxPacketBytes(10));
    assertThatIllegalArgumentException().isThrownBy(() -> defaults.withMaxQueuedMessages(0));
    assertThat(defaults.withPorts(0, 0).tcpPort()).isZero();
  }
}
