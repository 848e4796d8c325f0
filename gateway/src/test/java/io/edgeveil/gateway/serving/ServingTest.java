package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.gateway.model.FailingModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingTest {
  @TempDir Path folder;
  private ServingRig rig;
  private long session;

  @BeforeEach
  void makeRig() throws Exception {
    rig = new ServingRig(folder, ServingRig.limits());
    session = rig.open("pi-1").session();
  }

  private static Limits withBytes(long perDevice, long inAll) {
    return ServingRig.limits()
        .with(Limit.PENDING_BYTES_PER_DEVICE, perDevice)
        .with(Limit.PENDING_BYTES, inAll);
  }

  private void assertProblem(Problem.Type type) {
    assertThat(rig.recorder.problems).hasSize(1);
    assertThat(rig.recorder.problems.get(0).is(type)).isTrue();
  }

  @Test
  void bothLayersGiveWhatTheReferenceKernelGives() throws Exception {
    rig.requireServed("pi-1", session, 0, 0, 1);
    rig.requireServed("pi-1", session, 0, 1, 2);
    assertThat(rig.serving.figures())
        .extracting(ServingFigures::inferences, ServingFigures::layers, ServingFigures::problems)
        .containsExactly(1L, 2L, 0L);
  }

  @Test
  void theSameBytesAgainAreServedAgain() throws Exception {
    rig.requireServed("pi-1", session, 0, 1, 1);
    rig.requireServed("pi-1", session, 0, 1, 1);
    rig.pass(Duration.ofSeconds(31)); // the tensor itself is forgotten, its digest is not
    rig.requireServed("pi-1", session, 0, 1, 1);
    long other = rig.open("pi-1").session();
    rig.requireServed("pi-1", other, 0, 1, 1);
    assertThat(rig.serving.figures().inferences()).isEqualTo(1);
    assertThat(rig.serving.figures().layers()).isEqualTo(4);
  }

  @Test
  void aSecondTensorUnderTheSameIndexIsAConflict() throws Exception {
    rig.requireServed("pi-1", session, 0, 0, 1);
    rig.pass(Duration.ofSeconds(31));
    rig.recorder.replies.clear();
    rig.sendAll("pi-1", rig.chunks(session, 0, 0, rig.randomTensor(0, 2)));
    assertProblem(Problem.Type.CONFLICT);
    assertThat(rig.recorder.replies).isEmpty();
    assertThat(rig.serving.figures().conflicts()).isEqualTo(1);
    rig.requireServed("pi-1", session, 0, 0, 1);
  }

  @Test
  void norInASecondSession() throws Exception {
    rig.requireServed("pi-1", session, 0, 0, 1);
    long other = rig.open("pi-1").session();
    rig.recorder.replies.clear();
    rig.sendAll("pi-1", rig.chunks(other, 0, 0, rig.randomTensor(0, 2)));
    assertProblem(Problem.Type.CONFLICT);
    assertThat(rig.recorder.replies).isEmpty();
  }

  @Test
  void oneLateChunkWithOtherContentIsAConflictAtOnce() throws Exception {
    rig.requireServed("pi-1", session, 0, 0, 1);
    rig.send("pi-1", rig.chunks(session, 0, 0, rig.randomTensor(0, 2)).get(1));
    assertProblem(Problem.Type.CONFLICT);
  }

  @Test
  void aLateDuplicateIsNeitherAnsweredNorReportedIncomplete() throws Exception {
    rig.requireServed("pi-1", session, 0, 0, 1);
    rig.send("pi-1", rig.chunks(session, 0, 0, rig.randomTensor(0, 1)).get(1));
    rig.pass(Duration.ofSeconds(31));
    assertThat(rig.recorder.replies).hasSize(1);
    assertThat(rig.recorder.problems).isEmpty();
  }

  @Test
  void everyChunkIsAcceptedButTheOneThatBringsTheResult() throws Exception {
    List<Chunk> chunks = rig.chunks(session, 0, 1, rig.randomTensor(1, 1));
    rig.sendAll("pi-1", chunks.subList(0, chunks.size() - 1));
    assertThat(rig.recorder.accepted).isEqualTo(chunks.size() - 1);
    rig.send("pi-1", chunks.get(chunks.size() - 1));
    assertThat(rig.recorder.accepted).isEqualTo(chunks.size() - 1);
    assertThat(rig.recorder.replies).hasSize(1);
  }

  /** No message is left without an answer when another one takes over its result. */
  @Test
  void theResultGoesToTheNewestOfThoseThatWaitForIt() throws Exception {
    rig.poolHolds = true;
    List<Chunk> chunks = rig.chunks(session, 0, 0, rig.randomTensor(0, 1));
    rig.sendAll("pi-1", chunks);
    int accepted = rig.recorder.accepted;
    Recorder newest = new Recorder();
    rig.serving.accept(new Route("pi-1", "tiny", "conv1"), chunks.get(0).bytes(), newest);
    assertThat(rig.recorder.accepted).isEqualTo(accepted + 1);
    assertThat(newest.accepted).isZero();
    rig.runWaiting();
    assertThat(newest.replies).hasSize(1);
    assertThat(rig.recorder.replies).isEmpty();
  }

  @Test
  void otherLayersInferencesAndPadFilesAreOtherPlaces() throws Exception {
    rig.requireServed("pi-1", session, 0, 0, 1);
    rig.requireServed("pi-1", session, 1, 0, 2);
    long other =
        rig.open(
                "pi-1",
                new io.edgeveil.core.wire.SessionRequest(
                    "tiny",
                    "1",
                    rig.model.digest(),
                    "pads-2",
                    0,
                    ServingRig.CHUNK_BYTES,
                    Packing.BYTES))
            .session();
    rig.requireServed("pi-1", other, 0, 0, 3);
    long foreign = rig.open("pi-2").session();
    rig.requireServed("pi-2", foreign, 0, 0, 4);
  }

  @Test
  void anIncompleteTensorIsDroppedAfterTheTimeoutWithAProblem() throws Exception {
    List<Chunk> chunks = rig.chunks(session, 3, 0, rig.randomTensor(0, 1));
    rig.send("pi-1", chunks.get(0));
    rig.pass(Duration.ofMillis(29_999));
    assertThat(rig.recorder.isSilent()).isTrue();
    assertThat(rig.serving.figures().pendingBytes()).isPositive();
    rig.pass(Duration.ofMillis(1));
    assertProblem(Problem.Type.INCOMPLETE);
    assertThat(rig.recorder.problems.get(0).detail()).isEqualTo("1 of 3 chunks came within 30 s");
    assertThat(rig.recorder.problems.get(0).inference()).isEqualTo(3);
    assertThat(rig.recorder.problems.get(0).layer()).isZero();
    assertThat(rig.serving.figures().pendingBytes()).isZero();
    rig.requireServed("pi-1", session, 3, 0, 1);
  }

  @Test
  void aFullPoolIsBusyAndTheSameBytesAreServedLater() throws Exception {
    rig.poolIsFull = true;
    List<Chunk> chunks = rig.chunks(session, 3, 0, rig.randomTensor(0, 1));
    rig.sendAll("pi-1", chunks);
    assertProblem(Problem.Type.BUSY);
    assertThat(rig.serving.figures().pendingBytes()).isZero();
    rig.poolIsFull = false;
    rig.requireServed("pi-1", session, 3, 0, 1);
  }

  @Test
  void oneDeviceCannotUseTheMemoryOfAll() throws Exception {
    long one = PendingTensor.totalBytes(rig.layer(0));
    rig = new ServingRig(folder, withBytes(2 * one, 3 * one));
    session = rig.open("pi-1").session();
    long other = rig.open("pi-2").session();
    for (int inference = 0; inference < 3; inference++) {
      rig.send("pi-1", rig.chunks(session, inference, 0, rig.randomTensor(0, 1)).get(0));
    }
    assertProblem(Problem.Type.BUSY);
    assertThat(rig.recorder.problems.get(0).inference()).isEqualTo(2);
    rig.requireServed("pi-2", other, 0, 0, 1);
    rig.pass(Duration.ofSeconds(30));
    rig.requireServed("pi-1", session, 2, 0, 1);
  }

  @Test
  void theMemoryOfAllIsBoundedToo() throws Exception {
    long one = PendingTensor.totalBytes(rig.layer(0));
    rig = new ServingRig(folder, withBytes(2 * one, 2 * one));
    for (String device : List.of("pi-1", "pi-2", "pi-3")) {
      long id = rig.open(device).session();
      rig.send(device, rig.chunks(id, 0, 0, rig.randomTensor(0, 1)).get(0));
    }
    assertProblem(Problem.Type.BUSY);
  }

  @Test
  void servedTensorsMakeRoomForNewOnes() throws Exception {
    long one = PendingTensor.totalBytes(rig.layer(0));
    rig = new ServingRig(folder, withBytes(one, one));
    session = rig.open("pi-1").session();
    for (int inference = 0; inference < 10; inference++) {
      rig.requireServed("pi-1", session, inference, 0, inference);
    }
  }

  @Test
  void aModelThatDoesNotFitTheMemoryIsRefusedAtOnce() {
    assertThatThrownBy(() -> new ServingRig(folder, withBytes(1000, 1000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("conv1", "tiny 1", "more heap");
  }

  @Test
  void aKernelThatFailsIsToldAndTheNextRequestIsServed() throws Exception {
    FailingModel failing = new FailingModel();
    rig = new ServingRig(failing.of(ServingRig.tiny(folder)), ServingRig.limits());
    session = rig.open("pi-1").session();
    rig.sendAll("pi-1", rig.chunks(session, 4, 0, rig.randomTensor(0, 1)));
    assertProblem(Problem.Type.FAILED);
    assertThat(rig.recorder.problems.get(0).inference()).isEqualTo(4);
    assertThat(rig.serving.figures().pendingBytes()).isZero();
    failing.recover();
    rig.requireServed("pi-1", session, 4, 0, 1);
  }

  @Test
  void theQueueIsWhatWaitsToBeComputed() throws Exception {
    rig.poolHolds = true;
    rig.sendAll("pi-1", rig.chunks(session, 0, 0, rig.randomTensor(0, 1)));
    assertThat(rig.serving.figures().queue()).isEqualTo(1);
    rig.runWaiting();
    assertThat(rig.serving.figures().queue()).isZero();
    assertThat(rig.recorder.replies).hasSize(1);
  }

  @Test
  void theHistoryForgetsTheLeastRecentlyUsed() throws Exception {
    rig = new ServingRig(folder, ServingRig.limits().with(Limit.HISTORY_PER_DEVICE, 4));
    session = rig.open("pi-1").session();
    for (int inference = 0; inference < 100; inference++) {
      rig.requireServed("pi-1", session, inference, 0, inference);
    }
    assertThat(rig.open("pi-1").highestInference()).isEqualTo(99);
  }
}
