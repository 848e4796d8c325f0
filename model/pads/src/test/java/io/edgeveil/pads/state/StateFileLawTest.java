package io.edgeveil.pads.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.edgeveil.pads.Golden;
import io.edgeveil.pads.key.ChainKey;
import io.edgeveil.pads.key.PadKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateFileLawTest {
  private static final String PAD_FILE = "0123456789abcdef";
  private static final int NEVER = Integer.MAX_VALUE;
  private static final int SPENDS = 4;

  @Test
  void theFirstStateIsTheGoldenSlot() throws Exception {
    CrashingStorage storage = fresh(NEVER, CrashingStorage.Unforced.LOST);
    assertThat(storage.platter()[0]).isEqualTo(Golden.bytes("state"));
    assertThat(storage.platter()[1]).containsOnly(0);
  }

  @Test
  void everyDamagedByteOfTheOnlySlotIsFound() {
    byte[] golden = Golden.bytes("state");
    for (int bit = 0; bit < golden.length * Byte.SIZE; bit++) {
      byte[][] disk = CrashingStorage.empty();
      disk[1] = golden.clone();
      disk[1][bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      CrashingStorage storage = new CrashingStorage(disk, NEVER, CrashingStorage.Unforced.LOST);
      assertThatExceptionOfType(StateFileException.class)
          .as("bit %d", bit)
          .isThrownBy(() -> StateFile.open(storage));
    }
  }

  /**
   * Power fails at every step of a series of spends, unforced writes end in every way; then the
   * series goes on, and power fails at every step of that again.
   */
  @ParameterizedTest
  @CsvSource({
    "LOST, false", "KEPT, false", "TORN, false", "ONLY_THE_LAST, false",
    "LOST, true", "KEPT, true", "TORN, true", "ONLY_THE_LAST, true"
  })
  void noIndexIsSpentTwiceAndACrashBurnsAtMostOne(
      CrashingStorage.Unforced unforced, boolean handsBack) throws Exception {
    byte[][] start = fresh(NEVER, unforced).platter();
    boolean crashed = true;
    for (int steps = 0; crashed; steps++) {
      Run first = run(new CrashingStorage(start, steps, unforced), handsBack);
      crashed = first.crashed();
      boolean crashedAgain = crashed;
      for (int more = 0; crashedAgain; more++) {
        Run afterCut = run(first.storage().afterPowerCut(more), handsBack);
        Run afterKill = run(first.storage().afterKill(more), handsBack);
        crashedAgain = afterCut.crashed() || afterKill.crashed();
        for (Run second : List.of(afterCut, afterKill)) {
          Run last = run(second.storage().afterPowerCut(NEVER), handsBack);
          requireLaw(first, second, last);
        }
      }
    }
  }

  private static void requireLaw(Run... runs) {
    List<Long> spent = new ArrayList<>();
    for (Run run : runs) {
      spent.addAll(run.indices());
    }
    assertThat(spent).doesNotHaveDuplicates().isSorted();
    long burnt = spent.get(spent.size() - 1) - 5 + 1 - spent.size();
    assertThat(burnt).isBetween(0L, (long) runs.length - 1);
  }

  @Test
  void afterSpendingNoSlotHoldsTheSpentKey() throws Exception {
    CrashingStorage storage = fresh(NEVER, CrashingStorage.Unforced.LOST);
    StateFile file = StateFile.open(storage);
    ChainKey chain = ChainKey.readFrom(ByteBuffer.wrap(Golden.bytes("chain")));
    for (int i = 0; i < SPENDS; i++) {
      String spent = hex(chain);
      file.spend().close();
      for (byte[] slot : storage.platter()) {
        assertThat(HexFormat.of().formatHex(slot)).doesNotContain(spent);
      }
      chain = chain.next();
    }
  }

  @Test
  void afterAFailureTheFileMustBeOpenedAnew() throws Exception {
    byte[][] start = fresh(NEVER, CrashingStorage.Unforced.LOST).platter();
    StorageThatFailsOnce storage = new StorageThatFailsOnce(start);
    StateFile file = StateFile.open(storage);
    storage.failNow = true;
    assertThatExceptionOfType(StateFileException.class)
        .isThrownBy(file::spend)
        .withMessageContaining("no pad was used");
    assertThatExceptionOfType(StateFileException.class).isThrownBy(file::spend);
    assertThat(StateFile.open(storage).nextIndex()).isBetween(5L, 6L);
  }

  @Test
  void aPadInUseCannotBeHandedBack() throws Exception {
    StateFile file = StateFile.open(fresh(NEVER, CrashingStorage.Unforced.LOST));
    assertThatIllegalStateException().isThrownBy(file::handBack);
    file.spend().close();
    file.settle();
    assertThatIllegalStateException().isThrownBy(file::handBack);
    file.spend().close();
    file.handBack();
    assertThatIllegalStateException().isThrownBy(file::handBack);
    assertThat(file.nextIndex()).isEqualTo(6);
  }

  private record Run(List<Long> indices, CrashingStorage storage, boolean crashed) {}

  /** Opens and spends until done or power is lost; also checks that the keys are the chain's. */
  private static Run run(CrashingStorage storage, boolean handsBack) throws StateFileException {
    List<Long> indices = new ArrayList<>();
    try {
      StateFile file = StateFile.open(storage);
      for (int i = 0; i < SPENDS; i++) {
        long index = file.nextIndex();
        try (PadKey key = file.spend()) {
          assertThat(key.recordKey()).isEqualTo(expected(index));
          if (handsBack && i % 2 == 0) { // reserved, and not used after all
            file.handBack();
            assertThat(file.nextIndex()).isEqualTo(index);
          } else {
            indices.add(index);
          }
        }
      }
      return new Run(indices, storage, false);
    } catch (IOException e) {
      return new Run(indices, storage, true);
    } catch (StateFileException e) {
      if (e.getCause() instanceof IOException) {
        return new Run(indices, storage, true);
      }
      throw e;
    }
  }

  private static byte[] expected(long index) {
    ChainKey chain = ChainKey.readFrom(ByteBuffer.wrap(Golden.bytes("chain")));
    for (long i = 5; i < index; i++) {
      chain = chain.next();
    }
    return chain.pad().recordKey();
  }

  private static CrashingStorage fresh(int steps, CrashingStorage.Unforced unforced)
      throws IOException {
    CrashingStorage storage = new CrashingStorage(CrashingStorage.empty(), steps, unforced);
    ChainKey key = ChainKey.readFrom(ByteBuffer.wrap(Golden.bytes("chain")));
    StateFile.initialise(storage, ChainState.first(5, PAD_FILE, key));
    return storage;
  }

  private static String hex(ChainKey key) {
    byte[] bytes = new byte[ChainKey.BYTES];
    key.writeTo(ByteBuffer.wrap(bytes));
    return HexFormat.of().formatHex(bytes);
  }

  private static final class StorageThatFailsOnce implements StateStorage {
    private final byte[][] slots;
    private boolean failNow;

    StorageThatFailsOnce(byte[][] slots) {
      this.slots = slots;
    }

    @Override
    public byte[] read(int slot) {
      return slots[slot].clone();
    }

    @Override
    public void write(int slot, byte[] bytes) {
      slots[slot] = Arrays.copyOf(bytes, bytes.length);
    }

    @Override
    public void force() throws IOException {
      if (failNow) {
        failNow = false;
        throw new IOException("input/output error");
      }
    }

    @Override
    public void close() {}
  }
}
