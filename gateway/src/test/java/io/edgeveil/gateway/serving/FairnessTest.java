package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.edgeveil.core.wire.Problem;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An honest device, {@code pi}, beside others that send as much as they can, valid or not. Waiting
 * is counted in layers computed for others, not in time.
 */
class FairnessTest {
  @TempDir Path folder;
  private final Recorder honest = new Recorder();
  private final Recorder flood = new Recorder();
  private ServingRig rig;
  private long session;

  private void makeRig(Limits limits) throws Exception {
    rig = new ServingRig(ServingRig.tiny(folder), limits);
    session = rig.open("pi").session();
  }

  private static Limits limits() {
    return ServingRig.limits().with(Limit.SESSIONS, 100);
  }

  /** How many layers are computed before the honest device has its reply. */
  private int layersUntilServed() {
    int before = honest.replies.size();
    int layers = 0;
    while (honest.replies.size() == before) {
      rig.waiting.remove().run();
      layers++;
    }
    return layers;
  }

  @Test
  void oneThatFloodsDelaysAnotherByOneLayer() throws Exception {
    makeRig(limits());
    rig.poolHolds = true;
    long theirs = rig.open("flood").session();
    for (int inference = 0; inference < 60; inference++) {
      rig.sendTensor("flood", theirs, inference, flood);
    }
    for (int inference = 0; inference < 20; inference++) {
      rig.sendTensor("pi", session, inference, honest);
      rig.sendTensor("flood", theirs, 60 + inference, flood);
      assertThat(layersUntilServed()).isLessThanOrEqualTo(2);
    }
    assertThat(honest.problems).isEmpty();
  }

  @Test
  void manyThatFloodDelayAnotherByOneLayerEach() throws Exception {
    makeRig(limits());
    rig.poolHolds = true;
    for (int device = 0; device < 7; device++) {
      long theirs = rig.open("flood-" + device).session();
      for (int inference = 0; inference < 30; inference++) {
        rig.sendTensor("flood-" + device, theirs, inference, flood);
      }
    }
    rig.sendTensor("pi", session, 0, honest);
    assertThat(layersUntilServed()).isLessThanOrEqualTo(8);
  }

  @Test
  void whoHasMostWaitingGivesWayWhenTheQueueIsFull() throws Exception {
    makeRig(limits().with(Limit.WAITING_LAYERS_PER_DEVICE, 8).with(Limit.WAITING_LAYERS, 8));
    rig.poolHolds = true;
    long theirs = rig.open("flood").session();
    for (int inference = 0; inference < 100; inference++) {
      rig.sendTensor("flood", theirs, inference, flood);
    }
    assertThat(flood.problems).hasSize(92);
    rig.sendTensor("pi", session, 0, honest);
    assertThat(flood.problems).hasSize(93);
    Problem gaveWay = flood.problems.get(92);
    assertThat(gaveWay.is(Problem.Type.BUSY)).isTrue();
    assertThat(gaveWay.detail()).contains("gave way");
    assertThat(gaveWay.retryAfterMs()).isPositive();
    assertThat(gaveWay.inference()).isEqualTo(7);
    assertThat(layersUntilServed()).isLessThanOrEqualTo(2);
    rig.runWaiting();
    assertThat(flood.replies).hasSize(7);
    assertThat(rig.serving.figures().queue()).isZero();
  }

  @Test
  void garbageIsEchoedSeldomAndDelaysNobody() throws Exception {
    makeRig(limits().with(Limit.PROBLEMS_PER_SECOND, 10).with(Limit.CHUNKS_PER_SECOND, 100));
    for (int i = 0; i < 20_000; i++) {
      rig.serving.accept(new Route("flood", "tiny", "conv1"), new byte[200], flood);
      if (i % 1000 == 0) {
        rig.sendTensor("pi", session, i, honest);
      }
    }
    assertThat(flood.problems).hasSize(10);
    assertThat(honest.replies).hasSize(20);
    assertThat(honest.problems).isEmpty();
    assertThat(rig.serving.figures().problems()).isEqualTo(20_000);
    assertThat(rig.serving.figures().pendingBytes())
        .isLessThanOrEqualTo(20 * PendingTensor.totalBytes(rig.layer(0)));
  }

  @Test
  void halfTensorsOfSomeGiveWayToAnothersWholeOne() throws Exception {
    long one = PendingTensor.totalBytes(rig == null ? tinyLayer() : rig.layer(0));
    makeRig(
        limits().with(Limit.PENDING_BYTES_PER_DEVICE, 3 * one).with(Limit.PENDING_BYTES, 6 * one));
    for (int device = 0; device < 2; device++) {
      long theirs = rig.open("flood-" + device).session();
      for (int inference = 0; inference < 50; inference++) {
        rig.serving.accept(
            new Route("flood-" + device, "tiny", "conv1"),
            rig.chunks(theirs, inference, 0, rig.randomTensor(0, 1)).get(0).bytes(),
            flood);
      }
    }
    assertThat(rig.serving.figures().pendingBytes()).isEqualTo(6 * one);
    for (int inference = 0; inference < 20; inference++) {
      rig.sendTensor("pi", session, inference, honest);
      assertThat(rig.serving.figures().pendingBytes()).isLessThanOrEqualTo(6 * one);
    }
    assertThat(honest.problems).isEmpty();
    assertThat(honest.replies).hasSize(20);
    assertThat(flood.problems).last().matches(problem -> problem.detail().contains("gave way"));
  }

  private io.edgeveil.gateway.model.ServedLayer tinyLayer() throws Exception {
    return ServingRig.tiny(folder).models().get(0).layers().get(0);
  }

  @Test
  void thousandsOfSessionsOfOneDeviceTakeNoneOfAnothers() throws Exception {
    makeRig(limits().with(Limit.OPENS_PER_MINUTE, 100_000));
    for (int i = 0; i < 5000; i++) {
      rig.open("flood");
    }
    assertThat(rig.serving.figures().sessions()).isEqualTo(4);
    rig.sendTensor("pi", session, 0, honest);
    assertThat(honest.replies).hasSize(1);
  }

  @Test
  void whoHasMostSessionsGivesWayWhenThereAreTooManyInAll() throws Exception {
    makeRig(ServingRig.limits().with(Limit.SESSIONS, 4)); // 3 a device
    for (int i = 0; i < 3; i++) {
      rig.open("flood");
    }
    rig.open("pi-2");
    assertThat(rig.serving.figures().sessions()).isEqualTo(4);
    rig.sendTensor("pi", session, 0, honest);
    assertThat(honest.replies).hasSize(1);
    RefusedException refused = catchThrowableOfType(RefusedException.class, this::openTwoMore);
    assertThat(refused.problem().is(Problem.Type.BUSY)).isTrue();
    assertThat(refused.problem().retryAfterMs()).isPositive();
  }

  private void openTwoMore() throws RefusedException {
    rig.open("pi-3");
    rig.open("pi-4");
  }

  @Test
  void openingTooOftenIsRefusedUntilTimeHasPassed() throws Exception {
    makeRig(limits().with(Limit.OPENS_PER_MINUTE, 6));
    for (int i = 0; i < 6; i++) {
      rig.open("flood");
    }
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> rig.open("flood"));
    assertThat(refused.problem().retryAfterMs()).isBetween(9_999L, 10_001L);
    rig.open("pi");
    rig.pass(Duration.ofMillis(refused.problem().retryAfterMs()));
    assertThat(rig.open("flood").session()).isNotZero();
  }
}
