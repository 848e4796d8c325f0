package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.gateway.model.ModelRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway knows of its devices, over restarts and beside devices that fill it up. */
class HistoryTest {
  @TempDir Path folder;
  private final RecordingStore store = new RecordingStore();
  private ServingRig rig;
  private long session;

  @BeforeEach
  void start() throws Exception {
    start(ServingRig.limits());
  }

  /** A gateway that knows what the last one saved. */
  private void start(Limits limits) throws Exception {
    ModelRepository models = ServingRig.tiny(folder);
    rig = new ServingRig(models, limits, true, store);
    session = rig.open("pi-1").session();
  }

  private void sendSeed(long inference) {
    ChunkHeader header = ChunkHeader.seed(session, inference, rig.model.digestPrefix(), 0);
    byte[] key = new byte[32];
    key[0] = (byte) (inference + 1);
    rig.send("pi-1", Chunk.seed(header, key));
  }

  private void assertOnlyProblem(Problem.Type type) {
    assertThat(rig.recorder.replies).isEmpty();
    assertThat(rig.recorder.problems).singleElement().matches(problem -> problem.is(type));
  }

  @Test
  void theHighestInferenceIsKnownAfterARestart() throws Exception {
    rig.requireServed("pi-1", session, 41, 0, 1);
    rig.requireServed("pi-1", session, 43, 0, 2);
    rig.pass(Duration.ofSeconds(1));
    start();
    assertThat(rig.open("pi-1").highestInference()).isEqualTo(43);
    assertThat(rig.open("pi-2").highestInference()).isEqualTo(-1);
  }

  @Test
  void itIsWrittenOnceASecondAtMostAndAtTheEnd() throws Exception {
    for (int inference = 0; inference < 50; inference++) {
      rig.requireServed("pi-1", session, inference, 0, 1);
      rig.serving.expire();
    }
    assertThat(store.saves).hasSize(1); // the device's role, before its first layer
    rig.pass(Duration.ofSeconds(1));
    rig.pass(Duration.ofSeconds(1));
    assertThat(store.saves).hasSize(2);
    rig.requireServed("pi-1", session, 77, 0, 1);
    rig.serving.keep();
    rig.serving.keep();
    assertThat(store.saves).hasSize(3);
    assertThat(store.load())
        .containsExactly(new KnownDevice("pi-1", Role.COMPUTES, Map.of("pads-1", 77L), ""));
  }

  @Test
  void whoComputedBeforeARestartNeverDealsAfterIt() throws Exception {
    rig.requireServed("pi-1", session, 0, 0, 1);
    start();
    sendSeed(0);
    assertOnlyProblem(Problem.Type.OTHER_ROLE);
  }

  @Test
  void whoDealtBeforeAKillNeverComputesAfterIt() throws Exception {
    sendSeed(0);
    assertThat(rig.recorder.replies).hasSize(1);
    start(); // nothing was written after the reply
    rig.send("pi-1", rig.chunks(session, 0, 0, rig.randomTensor(0, 1)).get(0));
    assertOnlyProblem(Problem.Type.OTHER_ROLE);
  }

  @Test
  void nothingIsComputedForADeviceWhoseRoleCannotBeWritten() throws Exception {
    store.fails = true;
    sendSeed(0);
    assertOnlyProblem(Problem.Type.FAILED);
    rig.recorder.problems.clear();
    store.fails = false;
    sendSeed(0);
    assertThat(rig.recorder.replies).hasSize(1);
    store.fails = true;
    sendSeed(1);
    assertThat(rig.recorder.replies).hasSize(2);
    rig.pass(Duration.ofSeconds(1)); // cannot be written
    store.fails = false;
    rig.pass(Duration.ofSeconds(1));
    assertThat(store.load().get(0).highest()).containsEntry("pads-1", 1L);
  }

  @Test
  void norIsAnythingComputedAfterTheWritingEndedWithoutMemory() throws Exception {
    store.lacksMemory = true;
    for (int attempt = 0; attempt < 2; attempt++) {
      sendSeed(0);
      assertOnlyProblem(Problem.Type.FAILED);
      rig.recorder.problems.clear();
    }
    store.lacksMemory = false;
    sendSeed(0);
    assertThat(rig.recorder.replies).hasSize(1);
    assertThat(store.saves).isNotEmpty();
  }

  @Test
  void noDeviceFlushesAnothersTensors() throws Exception {
    start(ServingRig.limits().with(Limit.HISTORY, 10).with(Limit.HISTORY_PER_DEVICE, 10));
    rig.requireServed("pi-1", session, 0, 0, 1);
    rig.requireServed("pi-1", session, 1, 0, 1);
    long theirs = rig.open("flood").session();
    for (int inference = 0; inference < 200; inference++) {
      rig.requireServed("flood", theirs, inference, 0, inference);
    }
    rig.pass(Duration.ofSeconds(30)); // only the digests are left
    rig.recorder.replies.clear();
    rig.sendAll("pi-1", rig.chunks(session, 0, 0, rig.randomTensor(0, 99)));
    assertOnlyProblem(Problem.Type.CONFLICT);
  }

  private long open(String device, int padFile) throws RefusedException {
    SessionRequest request =
        new SessionRequest(
            "tiny",
            "1",
            rig.model.digest(),
            "pads-%02d".formatted(padFile),
            0,
            ServingRig.CHUNK_BYTES,
            Packing.BYTES);
    return rig.open(device, request).session();
  }

  /** Sends a tensor that is another one than any before, and requires that it is refused. */
  private void requireConflict(long toSession, long inference, int layer) {
    requireConflict("pi-1", toSession, inference, layer);
  }

  private void requireConflict(String device, long toSession, long inference, int layer) {
    rig.recorder.replies.clear();
    rig.recorder.problems.clear();
    rig.sendAll(device, rig.chunks(toSession, inference, layer, rig.randomTensor(layer, 999)));
    assertThat(rig.recorder.replies).isEmpty();
    assertThat(rig.recorder.problems)
        .isNotEmpty()
        .allMatch(problem -> problem.is(Problem.Type.CONFLICT));
  }

  /** And none of them is forgotten: what gave way is void, which one id tells of all of them. */
  @Test
  void padFilesAreBoundedPerDevice() throws Exception {
    Limits few =
        ServingRig.limits()
            .with(Limit.PAD_FILES_PER_DEVICE, 3)
            .with(Limit.SESSIONS_PER_DEVICE, 50)
            .with(Limit.SESSIONS, 60);
    start(few);
    rig.requireServed("pi-2", rig.open("pi-2").session(), 5, 0, 1);
    long early = open("pi-3", 2);
    for (int file = 1; file < 20; file++) {
      rig.requireServed("pi-3", open("pi-3", file), 7, 0, file);
    }
    requireConflict("pi-3", early, 8, 0);
    rig.serving.keep();
    assertThat(store.load())
        .filteredOn(known -> known.device().equals("pi-3"))
        .containsExactly(
            new KnownDevice(
                "pi-3",
                Role.COMPUTES,
                Map.of("pads-17", 7L, "pads-18", 7L, "pads-19", 7L),
                "pads-16"));
    for (int run = 0; run < 2; run++) {
      for (int restored = 0; restored <= 16; restored++) {
        int file = restored;
        assertThatExceptionOfType(RefusedException.class)
            .isThrownBy(() -> open("pi-3", file))
            .withMessageContaining("has used 3 pad files that were made later");
      }
      assertThat(rig.open("pi-2").highestInference()).isEqualTo(5);
      start(few); // also after a restart
    }
    rig.requireServed("pi-3", open("pi-3", 20), 0, 0, 1);
  }

  @Test
  void anotherTensorUnderAnOldIndexIsRefusedAfterARestart() throws Exception {
    for (int inference = 0; inference < 3; inference++) {
      rig.requireServed("pi-1", session, inference, 0, inference);
      rig.requireServed("pi-1", session, inference, 1, inference);
    }
    rig.serving.keep();
    start();
    requireConflict(session, 1, 0);
    assertThat(rig.serving.figures().conflicts()).isPositive();
    assertThat(rig.serving.figures().pendingBytes()).isZero();
    rig.requireServed("pi-1", session, 2, 1, 2); // the one under way goes on
    rig.requireServed("pi-1", session, 3, 0, 3);
    requireConflict(session, 2, 0);
  }

  @Test
  void anotherTensorUnderAnOldIndexIsRefusedWhenTheDigestsAreForgotten() throws Exception {
    start(ServingRig.limits().with(Limit.HISTORY_PER_DEVICE, 4));
    for (int inference = 0; inference < 10; inference++) {
      rig.requireServed("pi-1", session, inference, 0, inference);
    }
    rig.pass(Duration.ofSeconds(30)); // only what is remembered is left
    for (int inference = 0; inference < 10; inference++) {
      requireConflict(session, inference, 0);
    }
    rig.requireServed("pi-1", session, 8, 0, 8); // the same again, as far as it can be told
    rig.requireServed("pi-1", session, 9, 1, 9);
  }

  /** The last index of a set that rests, while others of the device fill the history. */
  @Test
  void norIsOneUnderTheLastIndexOfASetThatRests() throws Exception {
    start(ServingRig.limits().with(Limit.HISTORY, 4).with(Limit.HISTORY_PER_DEVICE, 4));
    rig.requireServed("pi-1", session, 0, 0, 0);
    long another = open("pi-1", 2);
    for (int inference = 0; inference < 10; inference++) {
      rig.requireServed("pi-1", another, inference, 0, inference);
    }
    rig.pass(Duration.ofSeconds(30));
    requireConflict(session, 0, 0);
    rig.requireServed("pi-1", session, 0, 1, 0);
    rig.requireServed("pi-1", session, 1, 0, 1);
  }

  @Test
  void seedsComeInAnyOrderAlsoAfterARestart() throws Exception {
    sendSeed(7);
    start();
    sendSeed(3);
    assertThat(rig.recorder.problems).isEmpty();
    assertThat(rig.recorder.replies).hasSize(1);
  }
}
