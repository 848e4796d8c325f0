package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  @TempDir Path folder;
  private ServingRig rig;
  private long session;

  private void makeRig(Limits limits) throws Exception {
    rig = new ServingRig(ServingRig.tiny(folder), limits);
    session = rig.open("pi-1").session();
  }

  private Problem onlyProblem() {
    assertThat(rig.recorder.problems).hasSize(1);
    return rig.recorder.problems.remove(0);
  }

  @ParameterizedTest
  @EnumSource
  void everyLimitHasADefaultWithinItsRangeAndRefusesOthers(Limit limit) {
    Limits limits = Limits.forHeap(1L << 30);
    assertThat(limits.of(limit)).isBetween(limit.least(), limit.greatest());
    assertThat(limits.with(limit, 7).of(limit)).isEqualTo(7);
    assertThat(limit.option()).matches("--max-[a-z-]+");
    assertThatThrownBy(() -> limits.with(limit, limit.least() - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(limit.option());
    if (limit.greatest() < Long.MAX_VALUE) {
      assertThatThrownBy(() -> limits.with(limit, limit.greatest() + 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void noDeviceMayHaveMoreThanAll() {
    Limits limits = Limits.forHeap(1L << 30);
    assertThat(limits.consistent()).isSameAs(limits);
    assertThatThrownBy(() -> limits.with(Limit.SESSIONS, 3).consistent())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--max-sessions-per-device is 16, more than --max-sessions, 3");
  }

  @Test
  void aModelWithLargerTensorsIsRefusedAtTheStart() {
    assertThatThrownBy(() -> makeRig(ServingRig.limits().with(Limit.TENSOR_BYTES, 200)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("conv1", "--max-tensor-bytes");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 64, 66, 95})
  void chunksTooSmallForAModelOrASeedAreRefusedAtTheStart(long bytes) {
    assertThatThrownBy(() -> makeRig(ServingRig.limits().with(Limit.CHUNK_BYTES, bytes)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("--max-chunk-bytes is " + bytes, "96");
  }

  @Test
  void theSmallestChunksAllowedServe() throws Exception {
    makeRig(ServingRig.limits().with(Limit.CHUNK_BYTES, 96));
    assertThat(rig.open("pi-1").chunkBytes()).isEqualTo(96);
  }

  @Test
  void moreChunksASecondAreRefusedUntilTimeHasPassed() throws Exception {
    makeRig(ServingRig.limits().with(Limit.CHUNKS_PER_SECOND, 3));
    rig.requireServed("pi-1", session, 0, 0, 1); // three chunks
    List<Chunk> next = rig.chunks(session, 1, 0, rig.randomTensor(0, 2));
    rig.send("pi-1", next.get(0));
    Problem problem = onlyProblem();
    assertThat(problem.is(Problem.Type.BUSY)).isTrue();
    assertThat(problem.layer()).isZero();
    assertThat(problem.retryAfterMs()).isBetween(333L, 335L);
    rig.requireServed("pi-2", rig.open("pi-2").session(), 0, 0, 1);
    rig.pass(Duration.ofSeconds(1));
    rig.requireServed("pi-1", session, 1, 0, 2);
  }

  @Test
  void moreBytesASecondAreRefusedUntilTimeHasPassed() throws Exception {
    makeRig(ServingRig.limits().with(Limit.BYTES_PER_SECOND, 100));
    List<Chunk> chunks = rig.chunks(session, 0, 0, rig.randomTensor(0, 1));
    rig.send("pi-1", chunks.get(0)); // larger than the bucket, and yet let through
    rig.send("pi-1", chunks.get(1));
    assertThat(onlyProblem().retryAfterMs()).isPositive();
    rig.pass(Duration.ofSeconds(2));
    rig.send("pi-1", chunks.get(1));
    rig.pass(Duration.ofSeconds(2));
    rig.send("pi-1", chunks.get(2));
    rig.requireOneReply(0, rig.randomTensor(0, 1));
  }

  @Test
  void moreWaitingLayersOfADeviceAreRefusedWithARetryHint() throws Exception {
    makeRig(ServingRig.limits().with(Limit.WAITING_LAYERS_PER_DEVICE, 2));
    rig.poolHolds = true;
    for (int inference = 0; inference < 3; inference++) {
      rig.sendAll("pi-1", rig.chunks(session, inference, 0, rig.randomTensor(0, inference)));
    }
    Problem problem = onlyProblem();
    assertThat(problem.is(Problem.Type.BUSY)).isTrue();
    assertThat(problem.inference()).isEqualTo(2);
    assertThat(problem.retryAfterMs()).isPositive();
    rig.runWaiting();
    rig.poolHolds = false;
    rig.requireServed("pi-1", session, 2, 0, 2);
  }

  @Test
  void oneDeviceMoreThanMayBeKnownIsRefused() throws Exception {
    makeRig(ServingRig.limits().with(Limit.DEVICES, 2));
    rig.requireServed("pi-1", session, 0, 0, 1);
    rig.requireServed("pi-2", rig.open("pi-2").session(), 0, 0, 1);
    long third = rig.open("pi-3").session();
    rig.recorder.replies.clear();
    rig.send("pi-3", rig.chunks(third, 0, 0, rig.randomTensor(0, 1)).get(0));
    assertThat(onlyProblem().is(Problem.Type.BUSY)).isTrue();
    rig.requireServed("pi-1", session, 1, 0, 1);
  }

  @Test
  void aSessionThatNeverSendsIsClosedEarly() throws Exception {
    makeRig(ServingRig.limits().with(Limit.HALF_OPEN_SECONDS, 60));
    long used = rig.open("pi-1").session();
    rig.requireServed("pi-1", used, 0, 0, 1);
    rig.pass(Duration.ofMinutes(1));
    assertThat(rig.serving.figures().sessions()).isEqualTo(1);
    rig.requireServed("pi-1", used, 1, 0, 2);
    rig.pass(Duration.ofMinutes(10));
    assertThat(rig.serving.figures().sessions()).isZero();
  }

  @Test
  void aClosedSessionGivesItsMemoryBack() throws Exception {
    makeRig(ServingRig.limits());
    rig.send("pi-1", rig.chunks(session, 0, 0, rig.randomTensor(0, 1)).get(0));
    rig.requireServed("pi-1", session, 1, 0, 1);
    assertThat(rig.serving.figures().pendingBytes()).isPositive();
    for (int i = 0; i < 3; i++) {
      rig.open("pi-1"); // the third closes the first session
    }
    assertThat(rig.serving.figures().pendingBytes()).isZero();
  }
}
