package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  private static final List<KnownDevice> DEVICES =
      List.of(
          new KnownDevice(
              "pi-1", Role.COMPUTES, Map.of("0123456789abcdef", 41L), "0123456789abcdee"),
          new KnownDevice("pi-2", Role.DEALS, Map.of(), ""));

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void save() throws IOException {
    file = folder.resolve("history/gw-1.json");
    try (HistoryFile empty = HistoryFile.open(file, false)) {
      assertThat(empty.load()).isEmpty();
      empty.save(List.of());
      empty.save(DEVICES);
    }
  }

  private List<KnownDevice> open(boolean forget) throws IOException {
    try (HistoryFile opened = HistoryFile.open(file, forget)) {
      return opened.load();
    }
  }

  @Test
  void whatWasSavedIsLoaded() throws IOException {
    assertThat(open(false)).isEqualTo(DEVICES);
    assertThat(Files.readString(file)).startsWith("edgeveil-gateway-history-1 ");
  }

  @Test
  void everyFlippedBitAndEveryOtherLengthIsDamage() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] changed = good.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> HistoryFile.decode(changed))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int length = 0; length < good.length + 3; length++) {
      if (length != good.length) {
        byte[] changed = Arrays.copyOf(good, length);
        assertThatThrownBy(() -> HistoryFile.decode(changed))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void damageStopsTheStartAndSaysHowToGoOn() throws IOException {
    Files.writeString(file, "{}");
    assertThatThrownBy(() -> open(false))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("history/gw-1.json", "damaged", "--forget-history");
    assertThatThrownBy(() -> open(false)).isInstanceOf(IOException.class); // the lock was let go
    assertThat(open(true)).isEmpty();
    try (var files = Files.list(file.getParent())) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .anyMatch(name -> name.startsWith("gw-1.json.put-aside-"));
    }
  }

  @Test
  void aHalfWrittenNextFileIsNoDamage() throws IOException {
    Files.writeString(file.resolveSibling("gw-1.json.next"), "edgeveil-gateway-hist");
    assertThat(open(false)).isEqualTo(DEVICES);
  }

  @Test
  void oneGatewayAtATime() throws IOException {
    try (HistoryFile first = HistoryFile.open(file, false)) {
      assertThat(first.load()).isEqualTo(DEVICES);
      assertThatThrownBy(() -> HistoryFile.open(file, false))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another gateway");
    }
    assertThat(open(false)).isEqualTo(DEVICES);
  }

  @Test
  void whatIsSealedButNotValidIsDamageToo() {
    for (KnownDevice device :
        new KnownDevice[] {
          new KnownDevice("PI", Role.DEALS, Map.of(), ""),
          new KnownDevice("pi", null, Map.of(), ""),
          new KnownDevice("pi", Role.DEALS, null, ""),
          new KnownDevice("pi", Role.DEALS, Map.of("../x", 1L), ""),
          new KnownDevice("pi", Role.DEALS, Map.of(), "../x"),
          new KnownDevice("pi-1", Role.DEALS, Map.of(), ""),
        }) {
      byte[] sealed = HistoryFile.encode(List.of(DEVICES.get(0), device));
      assertThatThrownBy(() -> HistoryFile.decode(sealed))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
