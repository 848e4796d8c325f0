package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;

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
        .containsExactly(new KnownDevice("pi-1", Role.COMPUTES, Map.of("pads-1", 77L)));
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

  @Test
  void padFilesAreBoundedPerDevice() throws Exception {
    start(ServingRig.limits().with(Limit.PAD_FILES_PER_DEVICE, 3));
    rig.requireServed("pi-2", rig.open("pi-2").session(), 5, 0, 1);
    for (int file = 0; file < 20; file++) {
      SessionRequest request =
          new SessionRequest(
              "tiny",
              "1",
              rig.model.digest(),
              "pads-" + file,
              0,
              ServingRig.CHUNK_BYTES,
              Packing.BYTES);
      rig.requireServed("pi-1", rig.open("pi-1", request).session(), 7, 0, file);
    }
    rig.serving.keep();
    assertThat(store.load())
        .filteredOn(known -> known.device().equals("pi-1"))
        .singleElement()
        .satisfies(
            known -> assertThat(known.highest()).containsOnlyKeys("pads-17", "pads-18", "pads-19"));
    assertThat(rig.open("pi-2").highestInference()).isEqualTo(5);
  }
}
