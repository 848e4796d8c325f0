package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.mask.MaskStream;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Problem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dealer: mask keys in, mask images out. */
class DealingTest {
  @TempDir Path folder;
  private ServingRig rig;
  private long session;

  @BeforeEach
  void makeRig() throws Exception {
    makeRig(true);
  }

  private void makeRig(boolean dealer) throws Exception {
    rig = new ServingRig(ServingRig.tiny(folder), ServingRig.limits(), dealer);
    session = rig.open("pi-1").session();
  }

  private static byte[] key(long seed) {
    byte[] key = new byte[MaskStream.KEY_BYTES];
    new Random(seed).nextBytes(key);
    return key;
  }

  /** Sends a fresh seed; the array handed to the gateway, as the transport would hold it. */
  private byte[] send(long toSession, long inference, int layer, byte[] key) {
    ChunkHeader header = ChunkHeader.seed(toSession, inference, rig.model.digestPrefix(), layer);
    byte[] bytes = Chunk.seed(header, key).bytes();
    rig.send("pi-1", rig.layer(layer).name(), bytes);
    return bytes;
  }

  private int[] mask(int layer, byte[] key) {
    int[] mask = new int[rig.layer(layer).inputElements()];
    MaskStream.expand(key, rig.layer(layer).modulus(), mask);
    return mask;
  }

  private Problem onlyProblem() {
    assertThat(rig.recorder.replies).isEmpty();
    assertThat(rig.recorder.problems).hasSize(1);
    return rig.recorder.problems.remove(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aSeedGivesTheImageOfItsMask(int layer) throws Exception {
    send(session, 3, layer, key(1));
    assertThat(rig.recorder.problems).isEmpty();
    rig.requireOneReply(layer, mask(layer, key(1)));
    assertThat(rig.recorder.replies.get(0).get(0).header().inference()).isEqualTo(3);
  }

  @Test
  void theSameSeedAgainIsServedAgainAndAnotherIsAConflict() throws Exception {
    send(session, 3, 0, key(1));
    rig.recorder.replies.clear();
    send(session, 3, 0, key(1));
    rig.requireOneReply(0, mask(0, key(1)));
    rig.recorder.replies.clear();
    send(session, 3, 0, key(2));
    assertThat(onlyProblem().is(Problem.Type.CONFLICT)).isTrue();
    send(rig.open("pi-1").session(), 3, 0, key(2));
    assertThat(onlyProblem().is(Problem.Type.CONFLICT)).isTrue();
    send(session, 4, 0, key(2));
    rig.requireOneReply(0, mask(0, key(2)));
  }

  @Test
  void anotherSeedWhileTheFirstWaitsIsAConflictToo() throws Exception {
    rig.poolHolds = true;
    send(session, 3, 0, key(1));
    send(session, 3, 0, key(2));
    assertThat(onlyProblem().is(Problem.Type.CONFLICT)).isTrue();
    send(session, 3, 0, key(1));
    rig.runWaiting();
    rig.requireOneReply(0, mask(0, key(1)));
  }

  @Test
  void aGatewayThatIsNoDealerTakesNoSeeds() throws Exception {
    makeRig(false);
    send(session, 3, 0, key(1));
    Problem problem = onlyProblem();
    assertThat(problem.is(Problem.Type.NOT_A_DEALER)).isTrue();
    assertThat(problem.detail()).contains("--deal");
    assertThat(rig.open("pi-1").highestInference()).isEqualTo(-1);
    rig.requireServed("pi-1", session, 3, 0, 1);
  }

  @Test
  void aDealerSeesNoMaskedTensorOfItsDevice() throws Exception {
    send(session, 3, 0, key(1));
    rig.recorder.replies.clear();
    long again = rig.open("pi-1").session();
    rig.send("pi-1", rig.chunks(again, 9, 1, rig.randomTensor(1, 1)).get(0));
    assertThat(onlyProblem().is(Problem.Type.OTHER_ROLE)).isTrue();
    rig.requireServed("pi-2", rig.open("pi-2").session(), 3, 0, 1);
  }

  @Test
  void whoComputesForADeviceSeesNoneOfItsMasks() throws Exception {
    rig.send("pi-1", rig.chunks(session, 9, 0, rig.randomTensor(0, 1)).get(0));
    send(session, 3, 0, key(1));
    assertThat(onlyProblem().is(Problem.Type.OTHER_ROLE)).isTrue();
  }

  @Test
  void aChunkThatWasRefusedFixesNoRole() throws Exception {
    int[] tensor = rig.randomTensor(0, 1);
    tensor[0] = rig.layer(0).modulus().prime();
    rig.send("pi-1", rig.chunks(session, 9, 0, tensor).get(0));
    rig.recorder.problems.clear();
    send(session, 3, 0, key(1));
    rig.requireOneReply(0, mask(0, key(1)));
  }

  @Test
  void nothingOfASeedIsLeftOrTold() throws Exception {
    rig.poolHolds = true;
    byte[] taken = send(session, 3, 0, key(1));
    byte[] refused = send(session, 3, 0, key(2));
    byte[] byWrongRoute =
        Chunk.seed(ChunkHeader.seed(session, 3, rig.model.digestPrefix(), 0), key(3)).bytes();
    rig.send("pi-1", "fc1", byWrongRoute);
    for (byte[] bytes : new byte[][] {taken, refused, byWrongRoute}) {
      assertThat(Arrays.copyOfRange(bytes, ChunkHeader.BYTES, bytes.length)).containsOnly(0);
    }
    rig.runWaiting();
    assertThat(rig.serving.figures().pendingBytes()).isZero();
    for (int seed = 1; seed <= 3; seed++) {
      String hex = HexFormat.of().formatHex(key(seed));
      assertThat(rig.recorder.problems.toString() + rig.recorder.replies).doesNotContain(hex);
    }
  }

  @Test
  void keyAndMaskAreWipedInPlace() throws Exception {
    SeedInput input = new SeedInput(rig.layer(0));
    ChunkHeader header = ChunkHeader.seed(session, 3, rig.model.digestPrefix(), 0);
    assertThat(input.add(Chunk.seed(header, key(1)))).isTrue();
    int[] live = input.residues();
    assertThat(live).isEqualTo(mask(0, key(1)));
    input.wipe();
    assertThat(live).containsOnly(0);
  }
}
