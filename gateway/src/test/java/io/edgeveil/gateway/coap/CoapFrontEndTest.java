package io.edgeveil.gateway.coap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.coap.ContentFormats;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.gateway.model.ServedLayer;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device meets on {@code coap://}. */
class CoapFrontEndTest {
  @TempDir static Path folder;
  private static CoapRig rig;
  private static CoapPeer peer;

  @BeforeAll
  static void start() throws Exception {
    rig = new CoapRig(folder);
    rig.add("pi-1");
    peer = CoapPeer.plain(rig.frontEnd.plainPort().getAsInt());
  }

  @AfterAll
  static void close() throws Exception {
    peer.close();
    rig.close();
  }

  private static SessionReply open(int chunkBytes, String padFile) throws Exception {
    return CoapPeer.opened(
        peer.open("pi-1", rig.password("pi-1"), CoapPeer.opening(rig.model, chunkBytes, padFile)));
  }

  private static SessionReply open(int chunkBytes) throws Exception {
    return CoapPeer.opened(
        peer.open("pi-1", rig.password("pi-1"), CoapPeer.opening(rig.model, chunkBytes)));
  }

  @Test
  void everyLayerIsServedInChunksAsTheReferenceKernelComputesIt() throws Exception {
    SessionReply session = open(ChunkHeader.BYTES + 100, "pads-1");
    assertThat(session.gateway()).isEqualTo("gw-1");
    for (ServedLayer layer : rig.model.layers()) {
      int[] tensor = CoapPeer.randomTensor(layer, 1);
      assertThat(peer.exchange(session, rig.model, layer.index(), 10, tensor, "&d=pi-1"))
          .isEqualTo(layer.multiply(tensor));
    }
    assertThat(open(4096, "pads-1").highestInference()).isEqualTo(10);
  }

  @Test
  void aResourceIsFoundByItsAttributes() throws Exception {
    Response response = peer.get("/.well-known/core");
    assertThat(response.getCode()).hasToString("2.05");
    assertThat(response.getOptions().getContentFormat()).isEqualTo(ContentFormats.LINKS);
    assertThat(response.getPayloadString().split(","))
        .anySatisfy(link -> assertThat(link).startsWith("</v1/open>").contains("ct=50"))
        .anySatisfy(link -> assertThat(link).startsWith("</v1/health>").contains("obs"))
        .anySatisfy(link -> assertThat(link).startsWith("</v1/models>").contains("ct=50"))
        .anySatisfy(
            link ->
                assertThat(link)
                    .startsWith("</v1/models/tiny/layers/conv1>")
                    .contains("rt=\"edgeveil.layer\"", "ct=65000", "sz=65536", "title="));
    assertThat(peer.get("/.well-known/core?rt=edgeveil.open").getPayloadString())
        .startsWith("</v1/open>")
        .doesNotContain(",<");
  }

  @Test
  void modelsAreListed() throws Exception {
    JsonNode models = Json.read(peer.get("/v1/models").getPayload(), JsonNode.class);
    assertThat(models).hasSize(1);
    assertThat(models.get(0).get("name").asText()).isEqualTo("tiny");
    assertThat(models.get(0).get("digest").asText()).isEqualTo(rig.model.digest());
  }

  @Test
  void healthIsToldInNumbers() throws Exception {
    JsonNode health = Json.read(peer.get("/v1/health").getPayload(), JsonNode.class);
    assertThat(health.fieldNames())
        .toIterable()
        .containsExactly(
            "inferences",
            "layers",
            "problems",
            "conflicts",
            "sessions",
            "queue",
            "heap_mb",
            "compute_ms_avg");
  }

  @Test
  void wrongPathsAreNotFound() throws Exception {
    for (String path :
        List.of(
            "/", "/v1", "/v2/open", "/v1/models/tiny", "/v1/models/tiny/layers", "/v1/open/x")) {
      CoapPeer.requireProblem(peer.get(path), "4.04", Problem.Type.MALFORMED);
      CoapPeer.requireProblem(
          peer.post(path, ContentFormats.JSON, new byte[5000]), "4.04", Problem.Type.MALFORMED);
    }
  }

  @Test
  void otherMethodsAreNotAllowed() throws Exception {
    String layer = "/v1/models/tiny/layers/conv1";
    for (Code code : new Code[] {Code.PUT, Code.DELETE, Code.FETCH, Code.PATCH, Code.IPATCH}) {
      for (String path : List.of("/v1/open", "/v1/models", "/v1/health", layer)) {
        CoapPeer.requireProblem(
            peer.send(peer.request(code, path)), "4.05", Problem.Type.MALFORMED);
      }
    }
    CoapPeer.requireProblem(peer.get("/v1/open"), "4.05", Problem.Type.MALFORMED);
    CoapPeer.requireProblem(peer.get(layer), "4.05", Problem.Type.MALFORMED);
  }

  @Test
  void formatsAreCheckedBothWays() throws Exception {
    for (String path : List.of("/v1/open", "/v1/models/tiny/layers/conv1")) {
      CoapPeer.requireProblem(
          peer.post(path, 0, "text".getBytes(UTF_8)), "4.15", Problem.Type.MALFORMED);
      CoapPeer.requireProblem(
          peer.send(peer.request(Code.POST, path)), "4.15", Problem.Type.MALFORMED);
    }
    for (String path : List.of("/v1/models", "/v1/health")) {
      Request request = peer.request(Code.GET, path);
      request.getOptions().setAccept(ContentFormats.CHUNK);
      CoapPeer.requireProblem(peer.send(request), "4.06", Problem.Type.MALFORMED);
    }
  }

  @Test
  void whatIsTooLargeIsToldTheLimit() throws Exception {
    Response open = peer.post("/v1/open", ContentFormats.JSON, new byte[4097]);
    CoapPeer.requireProblem(open, "4.13", Problem.Type.MALFORMED);
    assertThat(open.getOptions().getSize1()).isEqualTo(4096);
    Response chunk =
        peer.post("/v1/models/tiny/layers/conv1", ContentFormats.CHUNK, new byte[65_537]);
    CoapPeer.requireProblem(chunk, "4.13", Problem.Type.MALFORMED);
    assertThat(chunk.getOptions().getSize1()).isEqualTo(65_536);
  }

  @Test
  void aQueryMustNameTheChunkAsItsHeaderDoes() throws Exception {
    SessionReply session = open(4096);
    int[] tensor = CoapPeer.randomTensor(rig.model.layers().get(0), 1);
    Chunk chunk = CoapPeer.chunks(session, rig.model, 0, 20, tensor).get(0);
    String path = "/v1/models/tiny/layers/conv1?d=pi-1";
    for (String query :
        List.of(
            "",
            "&i=20",
            "&c=0",
            "&i=20&c=x",
            "&i=-1&c=0",
            "&i=20&c=0&c=1",
            "&i=21&c=0",
            "&i=20&c=1",
            "&i=20&c=99999999999")) {
      CoapPeer.requireProblem(
          peer.post(path + query, ContentFormats.CHUNK, chunk.bytes()),
          "4.00",
          Problem.Type.MALFORMED);
    }
  }

  @Test
  void sessionsAreOpenedWithTheRightPasswordAlone() throws Exception {
    var opening = CoapPeer.opening(rig.model, 4096);
    CoapPeer.requireProblem(
        peer.open("pi-1", "wrong".getBytes(UTF_8), opening), "4.03", Problem.Type.FORBIDDEN);
    CoapPeer.requireProblem(
        peer.open("nobody", rig.password("pi-1"), opening), "4.03", Problem.Type.FORBIDDEN);
    CoapPeer.requireProblem(
        peer.post("/v1/open?d=pi-1", ContentFormats.JSON, Json.write(opening)),
        "4.03",
        Problem.Type.FORBIDDEN);
    CoapPeer.requireProblem(
        peer.post("/v1/open", ContentFormats.JSON, Json.write(opening)),
        "4.03",
        Problem.Type.FORBIDDEN);
  }

  @Test
  void aChunkWithoutASessionOpensNone() throws Exception {
    SessionReply none = new SessionReply("gw-1", 5, 4096, Packing.BYTES, -1, 1000);
    int[] tensor = CoapPeer.randomTensor(rig.model.layers().get(0), 1);
    Chunk chunk = CoapPeer.chunks(none, rig.model, 0, 30, tensor).get(0);
    CoapPeer.requireProblem(
        peer.send(rig.model, chunk, "&d=pi-1"), "4.12", Problem.Type.UNKNOWN_SESSION);
    CoapPeer.requireProblem(
        peer.send(rig.model, chunk, "&d=pi-9"), "4.12", Problem.Type.UNKNOWN_SESSION);
  }
}
