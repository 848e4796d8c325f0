package io.edgeveil.pads.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.edgeveil.pads.PadsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineTest {
  private static final QuarantinedGateway FIRST =
      new QuarantinedGateway("gw-1", "conv1", 7, "2026-11-22T19:05:21Z");
  private static final QuarantinedGateway SECOND =
      new QuarantinedGateway("gw-2", "fc", 9, "2026-11-22T19:05:22Z");

  @TempDir Path bundle;

  @Test
  void whoIsInStaysInUntilCleared() throws Exception {
    Quarantine quarantine = Quarantine.of(bundle);
    assertThat(quarantine.list()).isEmpty();
    assertThat(quarantine.contains("gw-1")).isFalse();
    assertThat(quarantine.clear("gw-1")).isFalse();
    quarantine.add(SECOND);
    quarantine.add(FIRST);
    Quarantine later = Quarantine.of(bundle);
    assertThat(later.list()).containsExactly(FIRST, SECOND);
    assertThat(later.contains("gw-1")).isTrue();
    assertThat(later.clear("gw-1")).isTrue();
    assertThat(quarantine.contains("gw-1")).isFalse(); // seen by the other one at once
    assertThat(quarantine.list()).containsExactly(SECOND);
  }

  @Test
  void theFirstReasonIsKept() throws Exception {
    Quarantine quarantine = Quarantine.of(bundle);
    quarantine.add(FIRST);
    quarantine.add(new QuarantinedGateway("gw-1", "other", 8, "later"));
    assertThat(quarantine.list()).containsExactly(FIRST);
  }

  @Test
  void aGatewayThatCannotBeWrittenDownIsInAllTheSame() throws Exception {
    Files.writeString(bundle.resolve(Quarantine.DIRECTORY), "in the way");
    Quarantine quarantine = Quarantine.of(bundle);
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> quarantine.add(FIRST));
    assertThat(quarantine.contains("gw-1")).isTrue();
  }

  @Test
  void aDamagedFileKeepsItsGatewayIn() throws Exception {
    Quarantine quarantine = Quarantine.of(bundle);
    quarantine.add(FIRST);
    Path file = bundle.resolve("quarantine/gw-1.json");
    for (String damaged : new String[] {"", "{", "{\"gateway\":\"gw-1\"}", " ".repeat(5000)}) {
      Files.writeString(file, damaged);
      assertThat(quarantine.contains("gw-1")).isTrue();
      assertThatExceptionOfType(PadsException.class)
          .isThrownBy(quarantine::list)
          .withMessageContaining(file.toString());
    }
    Files.writeString(bundle.resolve("quarantine/.gw-3.json"), "left by a crash");
    assertThat(quarantine.clear("gw-1")).isTrue();
    assertThat(quarantine.list()).isEmpty();
  }

  @Test
  void namesThatAreNoIdsDoNotReachTheDisk() {
    Quarantine quarantine = Quarantine.of(bundle);
    assertThatIllegalArgumentException().isThrownBy(() -> quarantine.contains("../state"));
    assertThatIllegalArgumentException().isThrownBy(() -> quarantine.clear("a/b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QuarantinedGateway("a.b", "l", 0, ""));
  }
}
