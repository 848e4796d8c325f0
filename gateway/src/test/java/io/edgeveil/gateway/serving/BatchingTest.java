package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.gateway.model.BatchingModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors of one layer that wait together are computed together, and are otherwise strangers. */
class BatchingTest {
  private static final int AT_ONCE = 4;

  @TempDir Path folder;
  private final BatchingModel model = new BatchingModel(AT_ONCE);
  private final List<Recorder> answers = new ArrayList<>();
  private ServingRig rig;

  @BeforeEach
  void makeRig() throws Exception {
    makeRig(ServingRig.limits());
  }

  private void makeRig(Limits limits) throws Exception {
    rig =
        new ServingRig(model.of(ServingRig.tiny(folder)), limits.with(Limit.SESSIONS, 100), false);
    rig.poolHolds = true;
    answers.clear();
  }

  /** One random tensor of a device of its own; answers go to the next recorder. */
  private Recorder send(String device, int layer, long inference) throws RefusedException {
    return send(device, rig.open(device).session(), layer, inference);
  }

  private Recorder send(String device, long session, int layer, long inference) {
    Recorder recorder = new Recorder();
    answers.add(recorder);
    for (Chunk chunk :
        rig.chunks(session, inference, layer, rig.randomTensor(layer, answers.size()))) {
      rig.serving.accept(
          new Route(device, "tiny", rig.layer(layer).name()), chunk.bytes(), recorder);
    }
    return recorder;
  }

  private void requireAllServed(int... layers) throws Exception {
    for (int i = 0; i < layers.length; i++) {
      assertThat(answers.get(i).problems).isEmpty();
      assertThat(answers.get(i).replies).hasSize(1);
      assertThat(rig.assemble(answers.get(i).replies.get(0), layers[i]))
          .isEqualTo(rig.expected(layers[i], rig.randomTensor(layers[i], i + 1)));
    }
  }

  @Test
  void whatWaitsForTheSameLayerIsComputedAtOnce() throws Exception {
    for (int device = 0; device < 6; device++) {
      var unused = send("pi-" + device, device == 1 ? 1 : 0, 0);
    }
    rig.runWaiting();
    assertThat(model.batches()).containsExactly(AT_ONCE, 1, 1);
    requireAllServed(0, 1, 0, 0, 0, 0);
    assertThat(rig.serving.figures().layers()).isEqualTo(6);
    assertThat(rig.serving.figures().queue()).isZero();
  }

  @Test
  void aLoneTensorDoesNotWait() throws Exception {
    var unused = send("pi-1", 0, 0);
    rig.runWaiting();
    assertThat(model.batches()).containsExactly(1);
    requireAllServed(0);
  }

  @Test
  void oneDeviceAloneFillsBatchesToo() throws Exception {
    long session = rig.open("pi-1").session();
    for (int inference = 0; inference < 9; inference++) {
      var unused = send("pi-1", session, 0, inference);
    }
    rig.runWaiting();
    assertThat(model.batches()).containsExactly(4, 4, 1);
    requireAllServed(0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void noMoreAtOnceThanTheLimitSays() throws Exception {
    makeRig(ServingRig.limits().with(Limit.BATCH_LAYERS, 2));
    for (int device = 0; device < 5; device++) {
      var unused = send("pi-" + device, 0, 0);
    }
    rig.runWaiting();
    assertThat(model.batches()).containsExactly(2, 2, 1);
  }

  /** A device that floods one layer is in each batch once while another layer waits. */
  @Test
  void whoWaitsForAnotherLayerWaitsForNobodyTwice() throws Exception {
    long session = rig.open("flood").session();
    for (int inference = 0; inference < 20; inference++) {
      var unused = send("flood", session, 0, inference);
    }
    Recorder patient = send("pi-1", 1, 0);
    var unused = send("pi-2", 0, 0);
    rig.waiting.remove().run();
    assertThat(model.batches()).containsExactly(2); // one of the flood's, and pi-2's
    rig.waiting.remove().run();
    assertThat(patient.replies).hasSize(1);
    rig.waiting.remove().run();
    assertThat(model.batches()).containsExactly(2, 1, 4);
  }

  /** The same when the flood's next would fit a batch that another device begins. */
  @Test
  void aDeviceServedSinceIsPassedOver() throws Exception {
    long session = rig.open("flood").session();
    for (int inference = 0; inference < 20; inference++) {
      var unused = send("flood", session, 0, inference);
    }
    var first = send("pi-0", 1, 0);
    Recorder second = send("pi-1", 0, 0);
    Recorder patient = send("pi-2", 1, 0);
    rig.waiting.remove().run(); // flood and pi-1
    assertThat(second.replies).hasSize(1);
    rig.waiting.remove().run(); // pi-0 and pi-2
    assertThat(first.replies).hasSize(1);
    assertThat(patient.replies).hasSize(1);
    assertThat(model.batches()).containsExactly(2, 2);
  }

  @Test
  void aFailingBatchAnswersEachTensor() throws Exception {
    model.failNext();
    for (int device = 0; device < 3; device++) {
      var unused = send("pi-" + device, 0, 0);
    }
    rig.runWaiting();
    for (Recorder recorder : answers) {
      assertThat(recorder.replies).isEmpty();
      assertThat(recorder.problems).hasSize(1);
      assertThat(recorder.problems.get(0).is(Problem.Type.FAILED)).isTrue();
    }
    assertThat(rig.serving.figures().pendingBytes()).isZero();
    answers.clear();
    var again = send("pi-0", 0, 1);
    rig.runWaiting();
    assertThat(again.replies).hasSize(1);
  }

  /** pi-0 sends another tensor under an index that it has used: refused alone. */
  @Test
  void oneThatIsRefusedTakesNoneAlong() throws Exception {
    Recorder good = send("pi-0", 0, 7);
    rig.runWaiting();
    assertThat(good.replies).hasSize(1);
    answers.clear();
    var ok = send("pi-1", 0, 0);
    Recorder refused = send("pi-0", 0, 7);
    var alsoOk = send("pi-2", 0, 0);
    rig.runWaiting();
    assertThat(refused.problems).hasSize(1);
    assertThat(refused.problems.get(0).is(Problem.Type.CONFLICT)).isTrue();
    assertThat(ok.replies).hasSize(1);
    assertThat(alsoOk.replies).hasSize(1);
    assertThat(model.batches()).containsExactly(1, 2);
  }

  @Test
  void theTimeOfABatchIsSharedEqually() throws Exception {
    for (int device = 0; device < 4; device++) {
      var unused = send("pi-" + device, 0, 0);
    }
    rig.runWaiting();
    long sum = 0;
    int micros = answers.get(0).replies.get(0).get(0).header().computeMicros();
    for (Recorder recorder : answers) {
      assertThat(recorder.replies.get(0).get(0).header().computeMicros()).isEqualTo(micros);
      sum += micros;
    }
    assertThat(rig.serving.figures().computeMicros()).isEqualTo(sum);
  }

  /** A batch that is full is not waited for any longer. */
  @Test
  void aThreadMayWaitForABatchToFillUp() throws Exception {
    makeRig(ServingRig.limits().with(Limit.BATCH_LAYERS, 2).with(Limit.BATCH_WAIT_MILLIS, 10_000));
    var unused = send("pi-1", 0, 0);
    Thread computing = new Thread(rig.waiting.remove());
    computing.start();
    Awaitility.await().until(() -> computing.getState() == Thread.State.TIMED_WAITING);
    var unusedToo = send("pi-2", 0, 0);
    computing.join();
    rig.runWaiting(); // finds nothing left
    assertThat(model.batches()).containsExactly(2);
    requireAllServed(0, 0);
  }
}
