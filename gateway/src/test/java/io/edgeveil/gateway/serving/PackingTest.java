package io.edgeveil.gateway.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Residues in bits: agreed when a session is opened, and then the only ones it takes. */
class PackingTest {
  @TempDir Path folder;
  private ServingRig rig;

  @BeforeEach
  void makeRig() throws Exception {
    rig = new ServingRig(folder, ServingRig.limits());
  }

  private static Packing other(Packing packing) {
    return packing == Packing.BITS ? Packing.BYTES : Packing.BITS;
  }

  private void assertProblem(Problem.Type type) {
    assertThat(rig.recorder.problems).hasSize(1);
    assertThat(rig.recorder.problems.get(0).is(type)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAskedForIsUsedBothWays(Packing packing) throws Exception {
    rig.packing = packing;
    assertThat(rig.open("pi-1").packing()).isEqualTo(packing);
    long session = rig.recorder.opened.session();
    for (int layer = 0; layer < 2; layer++) {
      rig.requireServed("pi-1", session, 0, layer, 1);
      for (Chunk chunk : rig.recorder.replies.get(0)) {
        assertThat(chunk.header().bits()).isEqualTo(packing.bits(rig.layer(layer).modulus()));
      }
      rig.requireServed("pi-1", session, 0, layer, 1); // the same bytes again
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"packing\":null", ",\"packing\":\"BITS\"", ",\"packing\":1"})
  void aRequestWithoutAPackingIsMalformed(String packing) {
    String json =
        new String(Json.write(rig.request()), UTF_8).replace(",\"packing\":\"bytes\"", packing);
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> rig.open("pi-1", json.getBytes(UTF_8)));
    assertThat(refused.problem().is(Problem.Type.MALFORMED)).isTrue();
    assertThat(refused.problem().detail()).contains("packing");
  }

  @ParameterizedTest
  @EnumSource
  void aChunkOfTheOtherPackingIsMalformedAndSpoilsNothing(Packing packing) throws Exception {
    rig.packing = packing;
    long session = rig.open("pi-1").session();
    int[] tensor = rig.randomTensor(0, 1);
    List<Chunk> right = rig.chunks(session, 0, 0, tensor);
    rig.packing = other(packing);
    List<Chunk> wrong = rig.chunks(session, 0, 0, tensor);
    rig.send("pi-1", wrong.get(0));
    assertProblem(Problem.Type.MALFORMED);
    assertThat(rig.serving.figures().pendingBytes()).isZero();
    rig.recorder.problems.clear();

    rig.sendAll("pi-1", right.subList(1, right.size()));
    rig.send("pi-1", wrong.get(1)); // a double, but for its packing
    assertProblem(Problem.Type.MALFORMED);
    rig.recorder.problems.clear();
    rig.send("pi-1", right.get(0));
    rig.packing = packing;
    rig.requireOneReply(0, tensor);
    assertThat(rig.recorder.problems).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theSameTensorMayComeAgainInTheOtherPackingAndNoOther(Packing packing) throws Exception {
    rig.packing = packing;
    rig.requireServed("pi-1", rig.open("pi-1").session(), 0, 0, 1);
    rig.packing = other(packing);
    long session = rig.open("pi-1").session();
    rig.requireServed("pi-1", session, 0, 0, 1);
    assertThat(rig.serving.figures().inferences()).isZero(); // the last layer never came
    long third = rig.open("pi-1").session();
    rig.sendAll("pi-1", rig.chunks(third, 0, 0, rig.randomTensor(0, 2)));
    assertProblem(Problem.Type.CONFLICT);
  }

  @Test
  void aLateDoubleWithOneOtherBitIsAConflict() throws Exception {
    rig.packing = Packing.BITS;
    long session = rig.open("pi-1").session();
    rig.requireServed("pi-1", session, 0, 0, 1);
    int[] tensor = rig.randomTensor(0, 1);
    tensor[0] ^= 1;
    rig.send("pi-1", rig.chunks(session, 0, 0, tensor).get(0));
    assertProblem(Problem.Type.CONFLICT);
  }

  @Test
  void aDealerAnswersInThePackingOfTheSession() throws Exception {
    ServingRig dealer = new ServingRig(rig.repository, ServingRig.limits(), true);
    dealer.packing = Packing.BITS;
    long session = dealer.open("pi-1").session();
    byte[] key = new byte[32];
    key[5] = 7;
    ChunkHeader header = ChunkHeader.seed(session, 3, dealer.model.digestPrefix(), 0);
    dealer.send("pi-1", Chunk.seed(header, key));
    List<Integer> sizes = new ArrayList<>();
    dealer.recorder.replies.get(0).forEach(chunk -> sizes.add(chunk.header().bits()));
    assertThat(sizes).containsOnly(dealer.layer(0).modulus().bits());
    assertThat(dealer.assemble(dealer.recorder.replies.get(0), 0))
        .hasSize(dealer.layer(0).outputElements());
  }
}
