package io.edgeveil.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.coap.ContentFormats;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.serving.Limit;
import io.edgeveil.gateway.serving.Limits;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bodies in blocks may cost, at {@code coap://}; a chunk has at most 16 KiB here. */
class GuardTest {
  private static final int CHUNK_BYTES = 1 << 14;
  private static final String LAYER = "/v1/models/tiny/layers/conv1?d=pi-1&i=";

  /** The first block of a chunk under a session of pi-1's; what follows is nonsense. */
  private static byte[] beginning;

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
    rig.add("pi-2");
    try (CoapPeer peer = connect()) {
      beginning = Arrays.copyOf(chunk(open(peer, rig, 4096), 0).bytes(), 1024);
    }
  }

  @AfterAll
  static void close() throws Exception {
    rig.close();
  }

  private static CoapPeer connect() throws Exception {
    return CoapPeer.plainWithoutBlocks(rig.frontEnd.plainPort().getAsInt());
  }

  private static SessionReply open(CoapPeer peer, CoapRig rig, int chunkBytes) throws Exception {
    return open(peer, rig, "pi-1", chunkBytes);
  }

  private static SessionReply open(CoapPeer peer, CoapRig rig, String device, int chunkBytes)
      throws Exception {
    return CoapPeer.opened(
        peer.open(device, rig.password(device), CoapPeer.opening(rig.model, chunkBytes)));
  }

  private static Chunk chunk(SessionReply session, long inference) {
    int[] tensor = CoapPeer.randomTensor(rig.model.layers().get(0), 1);
    return CoapPeer.chunks(session, rig.model, 0, inference, tensor).get(0);
  }

  private static SessionReply strangers() {
    return new SessionReply("gw-1", 5, 4096, Packing.BYTES, -1, 1000);
  }

  /** One block of a body. */
  private static Response block(CoapPeer peer, String path, int number, boolean more)
      throws Exception {
    return block(peer, path, number, more, beginning);
  }

  private static Response block(
      CoapPeer peer, String path, int number, boolean more, byte[] payload) throws Exception {
    Request request = peer.request(Code.POST, path);
    request.getOptions().setContentFormat(ContentFormats.CHUNK);
    request.getOptions().setBlock1(BlockOption.size2Szx(1024), more, number);
    request.setPayload(payload);
    return peer.send(request);
  }

  @Test
  void aDeviceMayBeginSoManyBodiesAndAllTogetherSoMany() throws Exception {
    String other = LAYER.replace("pi-1", "pi-2");
    try (CoapPeer first = connect();
        CoapPeer elsewhere = connect();
        CoapPeer second = connect()) {
      byte[] others = Arrays.copyOf(chunk(open(second, rig, "pi-2", 4096), 0).bytes(), 1024);
      for (int i = 0; i < 4; i++) {
        assertThat(block(first, LAYER + i + "&c=0", 0, true).getCode()).hasToString("2.31");
      }
      Response busy = block(first, LAYER + "4&c=0", 0, true);
      CoapPeer.requireProblem(busy, "4.29", Problem.Type.BUSY);
      assertThat(busy.getOptions().getMaxAge()).isEqualTo(1);
      CoapPeer.requireProblem(
          block(elsewhere, LAYER + "4&c=0", 0, true), "4.29", Problem.Type.BUSY);
      assertThat(block(first, LAYER + "0&c=0", 1, true).getCode()).hasToString("2.31");
      for (int i = 0; i < 2; i++) {
        assertThat(block(second, other + i + "&c=0", 0, true, others).getCode())
            .hasToString("2.31");
      }
      CoapPeer.requireProblem(
          block(second, other + "3&c=0", 0, true, others), "4.29", Problem.Type.BUSY);
      // What ends, well or not, makes room.
      for (int i = 1; i < 4; i++) {
        CoapPeer.requireProblem(
            block(first, LAYER + i + "&c=0", 1, false), "4.00", Problem.Type.MALFORMED);
      }
      assertThat(block(second, other + "3&c=0", 0, true, others).getCode()).hasToString("2.31");
      var unused = block(first, LAYER + "0&c=0", 2, false);
      for (int i : new int[] {0, 1, 3}) {
        unused = block(second, other + i + "&c=0", 1, false);
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
  void whatAStrangerSendsInADevicesNameCostsTheDeviceNothing(@TempDir Path other) throws Exception {
    Limits few = CoapRig.limits().with(Limit.CHUNKS_PER_SECOND, 10);
    try (CoapRig slow = new CoapRig(other, few.with(Limit.PROBLEMS_PER_SECOND, 1))) {
      slow.add("pi-1");
      int port = slow.frontEnd.plainPort().getAsInt();
      try (CoapPeer device = CoapPeer.plain(port);
          CoapPeer stranger = CoapPeer.plain(port)) {
        SessionReply session = open(device, slow, 4096);
        for (int i = 0; i < 50; i++) {
          CoapPeer.requireProblem(
              stranger.send(slow.model, chunk(strangers(), i), "&d=pi-1"),
              "4.12",
              Problem.Type.UNKNOWN_SESSION);
        }
        ServedLayer layer = slow.model.layers().get(0);
        int[] tensor = CoapPeer.randomTensor(layer, 1);
        assertThat(device.exchange(session, slow.model, 0, 1, tensor, "&d=pi-1"))
            .isEqualTo(layer.multiply(tensor));
        assertThat(slow.serving.figures().problems()).isZero();
      }
    }
  }

  @Test
  void noRoomIsHeldForAStrangersBody() throws Exception {
    byte[] strangers = Arrays.copyOf(chunk(strangers(), 0).bytes(), 1024);
    try (CoapPeer device = connect();
        CoapPeer stranger = connect()) {
      for (int i = 0; i < 12; i++) {
        CoapPeer.requireProblem(
            block(stranger, LAYER + i + "&c=0", 0, true, strangers),
            "4.12",
            Problem.Type.UNKNOWN_SESSION);
      }
      assertThat(block(device, LAYER + "0&c=0", 0, true).getCode()).hasToString("2.31");
      var unused = block(device, LAYER + "0&c=0", 1, false);
    }
  }

  /** Californium would keep each of these for 30 s, 1,024 in all, and then nobody's result. */
  @Test
  void whatAnybodyMayAskForIsNotKept() throws Exception {
    try (CoapPeer device = CoapPeer.plain(rig.frontEnd.plainPort().getAsInt());
        CoapPeer stranger = connect()) {
      for (int i = 0; i < 1100; i++) {
        Request request = stranger.request(Code.GET, "/v1/health?" + i);
        request.getOptions().setBlock2(0, false, 0);
        Response block = stranger.send(request);
        assertThat(block.getPayloadSize()).isEqualTo(16);
        assertThat(block.getOptions().getBlock2().isM()).isTrue();
      }
      requireResultInBlocks(device, 100);
    }
  }

  @Test
  void anErrorThatDoesNotFitGoesWithoutItsWords() throws Exception {
    try (CoapPeer stranger = connect()) {
      Request request = stranger.chunkRequest(rig.model, chunk(strangers(), 0), "&d=pi-1");
      request.getOptions().setBlock2(0, false, 0);
      Response response = stranger.send(request);
      assertThat(response.getCode()).hasToString("4.12");
      assertThat(response.getPayloadSize()).isZero();
    }
  }

  /** The next message number for each of 1,024 addresses is remembered, for ten minutes. */
  @Test
  void strangersAtManyAddressesLeaveRoomForADevice() throws Exception {
    var gateway =
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), rig.frontEnd.plainPort().getAsInt());
    for (int i = 0; i < 1100; i++) {
      Request observe = Request.newGet();
      observe.setURI("coap://127.0.0.1/v1/health");
      observe.setObserve();
      observe.setMID(i);
      observe.setToken(Token.EMPTY);
      observe.setDestinationContext(new AddressEndpointContext(gateway));
      byte[] bytes = new UdpDataSerializer().getByteArray(observe);
      try (DatagramSocket stranger = new DatagramSocket()) {
        stranger.setSoTimeout(10_000);
        stranger.send(new DatagramPacket(bytes, bytes.length, gateway));
        stranger.receive(new DatagramPacket(new byte[2048], 2048));
      }
    }
    rig.serving.open("pi-1", new byte[0], new Nowhere()); // one more problem to tell
    rig.frontEnd.refresh();
    try (CoapPeer device = CoapPeer.plain(gateway.getPort())) {
      requireResultInBlocks(device, 110);
    }
  }

  private static void requireResultInBlocks(CoapPeer peer, int inference) throws Exception {
    ServedLayer layer = rig.model.layers().get(0);
    SessionReply session = open(peer, rig, ChunkHeader.BYTES + 9);
    int[] tensor = CoapPeer.randomTensor(layer, inference);
    assertThat(peer.exchange(session, rig.model, 0, inference, tensor, "&d=pi-1"))
        .isEqualTo(layer.multiply(tensor));
  }

  @Test
  void aResultInBlocksIsWholeAndLeavesNothingBehind() throws Exception {
    try (CoapPeer peer = CoapPeer.plain(rig.frontEnd.plainPort().getAsInt())) {
      for (int inference = 20; inference < 60; inference += 10) { // more than fit at once
        requireResultInBlocks(peer, inference);
      }
    }
  }
}
