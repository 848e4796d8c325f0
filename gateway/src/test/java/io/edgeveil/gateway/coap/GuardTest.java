package io.edgeveil.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.coap.ContentFormats;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.serving.Limit;
import java.nio.file.Path;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bodies in blocks may cost, at {@code coap://}; a chunk has at most 16 KiB here. */
class GuardTest {
  private static final int CHUNK_BYTES = 1 << 14;
  private static final String LAYER = "/v1/models/tiny/layers/conv1?d=pi-1&i=";

  @TempDir static Path folder;
  private static CoapRig rig;

  @BeforeAll
  static void start() throws Exception {
    rig =
        new CoapRig(
            folder,
            CoapRig.limits()
                .with(Limit.CHUNK_BYTES, CHUNK_BYTES)
                .with(Limit.PENDING_BYTES_PER_DEVICE, 8 * CHUNK_BYTES)
                .with(Limit.PENDING_BYTES, 12 * CHUNK_BYTES));
    rig.add("pi-1");
  }

  @AfterAll
  static void close() throws Exception {
    rig.close();
  }

  private static CoapPeer connect() throws Exception {
    return CoapPeer.plainWithoutBlocks(rig.frontEnd.plainPort().getAsInt());
  }

  /** One block of a body. */
  private static Response block(CoapPeer peer, String path, int number, boolean more)
      throws Exception {
    Request request = peer.request(Code.POST, path);
    request.getOptions().setContentFormat(ContentFormats.CHUNK);
    request.getOptions().setBlock1(BlockOption.size2Szx(1024), more, number);
    request.setPayload(new byte[1024]);
    return peer.send(request);
  }

  @Test
  void aPeerMayBeginSoManyBodiesAndAllTogetherSoMany() throws Exception {
    try (CoapPeer first = connect();
        CoapPeer second = connect()) {
      for (int i = 0; i < 4; i++) {
        assertThat(block(first, LAYER + i + "&c=0", 0, true).getCode()).hasToString("2.31");
      }
      Response busy = block(first, LAYER + "4&c=0", 0, true);
      CoapPeer.requireProblem(busy, "4.29", Problem.Type.BUSY);
      assertThat(busy.getOptions().getMaxAge()).isEqualTo(1);
      assertThat(block(first, LAYER + "0&c=0", 1, true).getCode()).hasToString("2.31");
      for (int i = 0; i < 2; i++) {
        assertThat(block(second, LAYER + i + "&c=0", 0, true).getCode()).hasToString("2.31");
      }
      CoapPeer.requireProblem(block(second, LAYER + "3&c=0", 0, true), "4.29", Problem.Type.BUSY);
      // What ends, well or not, makes room.
      for (int i = 1; i < 4; i++) {
        CoapPeer.requireProblem(
            block(first, LAYER + i + "&c=0", 1, false), "4.12", Problem.Type.UNKNOWN_SESSION);
      }
      assertThat(block(second, LAYER + "3&c=0", 0, true).getCode()).hasToString("2.31");
      for (int i = 0; i < 4; i++) {
        var unused = block(i == 0 ? first : second, LAYER + i + "&c=0", i == 0 ? 2 : 1, false);
      }
    }
  }

  @Test
  void aWrongBodyIsRefusedAtItsFirstBlock() throws Exception {
    try (CoapPeer peer = connect()) {
      CoapPeer.requireProblem(block(peer, "/v1/x", 0, true), "4.04", Problem.Type.MALFORMED);
      CoapPeer.requireProblem(block(peer, "/v1/open", 0, true), "4.15", Problem.Type.MALFORMED);
      CoapPeer.requireProblem(block(peer, "/v1/health", 0, true), "4.05", Problem.Type.MALFORMED);
      CoapPeer.requireProblem(
          block(peer, "/.well-known/core", 0, true), "4.05", Problem.Type.MALFORMED);
    }
  }

  @Test
  void aBlockOutOfOrderEndsTheBody() throws Exception {
    try (CoapPeer peer = connect()) {
      assertThat(block(peer, LAYER + "7&c=0", 3, true).getCode()).hasToString("4.08");
    }
  }

  @Test
  void aBodyThatTurnsOutTooLongEndsAtItsLimit() throws Exception {
    try (CoapPeer peer = connect()) {
      for (int i = 0; i < CHUNK_BYTES / 1024; i++) {
        assertThat(block(peer, LAYER + "8&c=0", i, true).getCode()).hasToString("2.31");
      }
      assertThat(block(peer, LAYER + "8&c=0", CHUNK_BYTES / 1024, true).getCode())
          .hasToString("4.13");
    }
  }

  @Test
  void aPartOfAResponseThatIsNotHereIsNotTakenForANewRequest() throws Exception {
    try (CoapPeer peer = connect()) {
      Request request = peer.request(Code.POST, LAYER + "9&c=0");
      request.getOptions().setContentFormat(ContentFormats.CHUNK);
      request.getOptions().setBlock2(BlockOption.size2Szx(1024), false, 1);
      CoapPeer.requireProblem(peer.send(request), "4.08", Problem.Type.INCOMPLETE);
    }
  }

  @Test
  void aResultInBlocksIsWholeAndLeavesNothingBehind() throws Exception {
    try (CoapPeer peer = CoapPeer.plain(rig.frontEnd.plainPort().getAsInt())) {
      ServedLayer layer = rig.model.layers().get(0);
      for (int inference = 20; inference < 60; inference += 10) { // more than fit at once
        SessionReply session =
            CoapPeer.opened(
                peer.open(
                    "pi-1",
                    rig.password("pi-1"),
                    CoapPeer.opening(rig.model, ChunkHeader.BYTES + 9)));
        int[] tensor = CoapPeer.randomTensor(layer, inference);
        assertThat(peer.exchange(session, rig.model, 0, inference, tensor, "&d=pi-1"))
            .isEqualTo(layer.multiply(tensor));
      }
    }
  }
}
