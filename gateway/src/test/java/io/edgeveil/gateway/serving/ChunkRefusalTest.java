package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.TensorChunks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every refusal names layer and inference, and the next request is served. */
class ChunkRefusalTest {
  @TempDir Path folder;
  private ServingRig rig;
  private long session;
  private List<Chunk> chunks;

  @BeforeEach
  void makeRig() throws Exception {
    rig = new ServingRig(folder, ServingRig.limits());
    session = rig.open("pi-1").session();
    chunks = rig.chunks(session, 5, 0, rig.randomTensor(0, 1));
  }

  @AfterEach
  void theNextRequestIsServedAndNoMemoryIsLeftBehind() throws Exception {
    rig.requireServed("pi-1", session, 5, 0, 1);
    rig.requireServed("pi-1", session, 6, 1, 2);
    rig.pass(Duration.ofSeconds(30));
    assertThat(rig.serving.figures().pendingBytes()).isZero();
    assertThat(rig.serving.figures().queue()).isZero();
  }

  private void assertRefused(Problem.Type type, int layer, long inference, String... words) {
    assertThat(rig.recorder.replies).isEmpty();
    assertThat(rig.recorder.problems).hasSize(1);
    Problem problem = rig.recorder.problems.get(0);
    assertThat(problem.is(type)).as("%s", problem).isTrue();
    assertThat(problem.layer()).isEqualTo(layer);
    assertThat(problem.inference()).isEqualTo(inference);
    assertThat(problem.detail()).contains(words);
    assertThat(rig.serving.figures().problems()).isEqualTo(1);
  }

  private Chunk whole(ChunkHeader header) {
    return Chunk.encode(header, new int[header.total()]);
  }

  @Test
  void aWrongChecksum() {
    byte[] bytes = chunks.get(0).bytes().clone();
    bytes[70] ^= 1;
    rig.send("pi-1", "conv1", bytes);
    assertRefused(Problem.Type.MALFORMED, 0, -1, "checksum");
  }

  @Test
  void aChunkThatItsSenderNamesOtherwise() {
    for (Route.Part part : new Route.Part[] {new Route.Part(4, 0), new Route.Part(5, 1)}) {
      rig.recorder.problems.clear();
      Route route = new Route("pi-1", "tiny", "conv1", java.util.Optional.of(part));
      rig.serving.accept(route, chunks.get(0).bytes(), rig.recorder);
      assertThat(rig.recorder.problems).hasSize(1);
      assertThat(rig.recorder.problems.get(0).is(Problem.Type.MALFORMED)).isTrue();
      assertThat(rig.recorder.problems.get(0).detail())
          .isEqualTo(
              "chunk 0 of inference 5 came as chunk %d of inference %d"
                  .formatted(part.chunk(), part.inference()));
    }
  }

  @Test
  void aTruncatedChunk() {
    byte[] bytes = chunks.get(0).bytes();
    rig.send("pi-1", "conv1", Arrays.copyOf(bytes, bytes.length - 1));
    assertRefused(Problem.Type.MALFORMED, 0, -1, "announces");
  }

  @Test
  void anEmptyMessage() {
    rig.send("pi-1", "fc1", new byte[0]);
    assertRefused(Problem.Type.MALFORMED, 1, -1, "at least 64");
  }

  @Test
  void aChunkLargerThanAgreed() {
    rig.send("pi-1", "conv1", whole(rig.header(session, 5, 0)).bytes());
    assertRefused(Problem.Type.MALFORMED, 0, 5, "agreed were 164");
  }

  @Test
  void anElementThatIsNoResidue() throws Exception {
    int[] tensor = rig.randomTensor(0, 1);
    tensor[3] = rig.layer(0).modulus().prime();
    rig.send("pi-1", rig.chunks(session, 5, 0, tensor).get(0));
    assertRefused(Problem.Type.MALFORMED, 0, 5, "not a residue");
  }

  @Test
  void anotherElementWidth() {
    ChunkHeader header = ChunkHeader.request(32, session, 5, rig.model.digestPrefix(), 0, 72);
    rig.send("pi-1", TensorChunks.encode(header, new int[72], ServingRig.CHUNK_BYTES).get(0));
    assertRefused(Problem.Type.MALFORMED, 0, 5, "agreed were elements of 24 bits, got 32");
  }

  @Test
  void anotherTotal() {
    ChunkHeader header = ChunkHeader.request(24, session, 5, rig.model.digestPrefix(), 0, 30);
    rig.send("pi-1", whole(header));
    assertRefused(Problem.Type.MALFORMED, 0, 5, "wants 72 elements");
  }

  @Test
  void aHugeTotalCostsNothing() {
    ChunkHeader header =
        new ChunkHeader(
            ChunkHeader.Kind.REQUEST,
            24,
            session,
            5,
            rig.model.digestPrefix(),
            0,
            0,
            60_000,
            0,
            10,
            600_000,
            0);
    rig.send("pi-1", Chunk.encode(header, new int[600_000]));
    assertRefused(Problem.Type.MALFORMED, 0, 5, "wants 72 elements");
    assertThat(rig.serving.figures().pendingBytes()).isZero();
  }

  @Test
  void chunksCutInTwoWays() {
    rig.send("pi-1", chunks.get(0));
    List<Chunk> otherwise =
        TensorChunks.encode(rig.header(session, 5, 0), rig.randomTensor(0, 1), 64 + 60);
    rig.send("pi-1", otherwise.get(1));
    assertRefused(Problem.Type.MALFORMED, 0, 5, "cut otherwise");
  }

  @Test
  void aDuplicateWithOtherContent() {
    rig.send("pi-1", chunks.get(0));
    rig.send("pi-1", rig.chunks(session, 5, 0, rig.randomTensor(0, 99)).get(0));
    assertRefused(Problem.Type.CONFLICT, 0, 5, "other content");
    assertThat(rig.serving.figures().conflicts()).isEqualTo(1);
  }

  @Test
  void anotherModelDigest() {
    ChunkHeader header = ChunkHeader.request(24, session, 5, 0xabcdL, 0, 72);
    rig.send("pi-1", TensorChunks.encode(header, new int[72], ServingRig.CHUNK_BYTES).get(0));
    assertRefused(Problem.Type.UNKNOWN_MODEL, 0, 5, "000000000000abcd");
  }

  @Test
  void aSessionThatIsNotOpen() {
    rig.send("pi-1", rig.chunks(session + 1, 5, 0, rig.randomTensor(0, 1)).get(0));
    assertRefused(Problem.Type.UNKNOWN_SESSION, 0, 5, "no such session");
  }

  @Test
  void aSessionOfAnotherDevice() {
    rig.send("pi-2", chunks.get(0));
    assertRefused(Problem.Type.UNKNOWN_SESSION, 0, 5, "no such session");
  }

  @Test
  void aLayerByAnotherLayersRoute() {
    rig.send("pi-1", "fc1", chunks.get(0).bytes());
    assertRefused(Problem.Type.MALFORMED, 0, 5, "tiny/conv1", "came by tiny/fc1");
  }

  @Test
  void aLayerByAnotherModelsRoute() {
    rig.serving.accept(new Route("pi-1", "big", "conv1"), chunks.get(0).bytes(), rig.recorder);
    assertRefused(Problem.Type.MALFORMED, 0, 5, "came by big/conv1");
  }

  @Test
  void aLayerThatTheModelDoesNotHave() {
    ChunkHeader header = ChunkHeader.request(24, session, 5, rig.model.digestPrefix(), 2, 30);
    rig.send("pi-1", "conv1", whole(header).bytes());
    assertRefused(Problem.Type.MALFORMED, 2, 5, "layer 2 of a model with 2");
  }

  @Test
  void aReplyInsteadOfARequest() {
    ChunkHeader reply = rig.header(session, 5, 0).reply(20, 3);
    rig.send("pi-1", whole(reply));
    assertRefused(Problem.Type.MALFORMED, 0, 5, "this is a reply");
  }
}
