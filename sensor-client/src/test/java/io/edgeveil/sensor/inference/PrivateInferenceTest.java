package io.edgeveil.sensor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.network.Network;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.pads.making.PadMaker;
import io.edgeveil.pads.role.GatewayRole;
import io.edgeveil.pads.role.Party;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.PadStore;
import io.edgeveil.pads.store.PadsExhaustedException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateInferenceTest {
  private static final int PADS = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(20); // a busy machine may stall

  @TempDir Path temporary;
  private TinyNetwork network;
  private FakeGateway gateway;
  private PrivateInference inference;

  @BeforeEach
  void open() throws Exception {
    network = TinyNetwork.write(temporary.resolve("tiny"));
    network.makePads(temporary.resolve("bundle"), PADS);
    gateway = new FakeGateway(network);
    inference = open(Packing.BYTES);
  }

  private PrivateInference open(Packing packing) throws Exception {
    return open(packing, PATIENCE);
  }

  private PrivateInference open(Packing packing, Duration patience) throws Exception {
    DeviceBundle bundle = DeviceBundle.open(temporary.resolve("bundle"));
    PadStore pads = bundle.openPads();
    Duration quick = Duration.ofMillis(20);
    RetryPolicy policy = new RetryPolicy(quick, quick, patience, Duration.ofMillis(1));
    return PrivateInference.of(bundle, pads, gateway, policy, packing);
  }

  @AfterEach
  void close() throws Exception {
    inference.close();
    assertThat(gateway.closed).isTrue();
  }

  @Test
  void everyIntegerIsThatOfTheUnmaskedNetwork() throws Exception {
    for (int i = 0; i < PADS; i++) {
      Tensor input = TinyNetwork.input(i);
      List<List<Integer>> masked = new ArrayList<>();
      Inference done =
          inference.infer(input, (layer, in, out, result) -> masked.add(boxed(result)));
      List<List<Integer>> plain = new ArrayList<>();
      Tensor expected = unmasked(input, plain);
      assertThat(masked).isEqualTo(plain);
      assertThat(done.output().values()).isEqualTo(expected.values());
      assertThat(done.figures().padIndex()).isEqualTo(i);
    }
  }

  @Test
  void figuresAddUp() throws Exception {
    Figures figures = inference.infer(TinyNetwork.input(1)).figures();
    // Twenty payload bytes a chunk: 36 residues of 3 bytes, then 8 of 4, beside the headers.
    assertThat(figures.sentBytes()).isEqualTo(36 * 3 + 6 * 64 + 8 * 4 + 2 * 64);
    assertThat(figures.roundTrips()).isEqualTo(2);
    assertThat(figures.sensorMicros() + figures.wireMicros() + figures.gatewayMicros())
        .isBetween(figures.latencyMicros() - 2, figures.latencyMicros());
  }

  @Test
  void inBitsTheSameIntegersTakeFewerBytes() throws Exception {
    inference.close();
    inference = open(Packing.BITS);
    Figures figures = requireRight(1).figures();
    assertThat(gateway.opened.get(0).packing()).isEqualTo(Packing.BITS);
    // Twenty payload bytes a chunk: 36 residues of 18 bits, eight each, then 8 of 25, six each.
    assertThat(figures.sentBytes()).isEqualTo(4 * 18 + 9 + 5 * 64 + 19 + 7 + 2 * 64);
    gateway.fail(FakeGateway.LOST, FakeGateway.RESTARTED);
    requireRight(2);
    assertThat(bytes(3)).isEqualTo(bytes(2));
    assertThat(payload(gateway.sent.get(4).get(0))).isEqualTo(payload(gateway.sent.get(2).get(0)));
  }

  @Test
  void aGatewayMayAnswerThatItKeepsToBytes() throws Exception {
    inference.close();
    inference = open(Packing.BITS);
    gateway.sessionReply =
        r ->
            new SessionReply(
                r.gateway(), r.session(), r.chunkBytes(), Packing.BYTES, -1, r.timeoutMillis());
    assertThat(requireRight(1).figures().sentBytes()).isEqualTo(36 * 3 + 6 * 64 + 8 * 4 + 2 * 64);
  }

  @Test
  void aReplyOfTheOtherPackingIsABadReply() throws Exception {
    for (Packing packing : Packing.values()) {
      inference.close();
      inference = open(packing);
      gateway.fail(
          FakeGateway.answering(
              h -> {
                int bits = h.bits() == 24 ? 20 : 24;
                return new ChunkHeader(
                    h.kind(),
                    bits,
                    h.session(),
                    h.inference(),
                    h.modelDigestPrefix(),
                    h.layer(),
                    0,
                    1,
                    0,
                    h.total(),
                    h.total(),
                    0);
              }));
      requireRight(1); // asked for again
      assertThat(gateway.sent).hasSize(3);
      gateway.sent.clear();
    }
  }

  @Test
  void oneSessionServesManyInferences() throws Exception {
    for (int i = 0; i < 3; i++) {
      inference.infer(TinyNetwork.input(i));
    }
    assertThat(gateway.opened).hasSize(1);
    assertThat(gateway.opened.get(0).nextInference()).isZero();
    assertThat(gateway.opened.get(0).modelDigest()).isEqualTo(network.model().digest());
  }

  @Test
  void aLostReplyIsAskedForWithTheSameBytes() throws Exception {
    gateway.fail(FakeGateway.LOST, FakeGateway.CONNECTION_LOST);
    Figures figures = requireRight(3).figures();
    assertThat(gateway.sent).hasSize(4);
    assertThat(bytes(1)).isEqualTo(bytes(0));
    assertThat(bytes(2)).isEqualTo(bytes(0));
    assertThat(figures.roundTrips()).isEqualTo(4);
    assertThat(figures.padIndex()).isZero();
  }

  @Test
  void aRestartedGatewayGetsTheSameMaskedTensorInANewSession() throws Exception {
    inference.infer(TinyNetwork.input(1));
    gateway.fail(FakeGateway.RESTARTED);
    requireRight(2);
    assertThat(gateway.opened).hasSize(2);
    List<byte[]> before = gateway.sent.get(2);
    List<byte[]> after = gateway.sent.get(3);
    assertThat(after).hasSameSizeAs(before);
    for (int i = 0; i < before.size(); i++) {
      assertThat(Chunk.decode(after.get(i)).header().session())
          .isNotEqualTo(Chunk.decode(before.get(i)).header().session());
      assertThat(payload(after.get(i))).isEqualTo(payload(before.get(i)));
    }
  }

  @Test
  void aBusyGatewayIsAskedAgain() throws Exception {
    gateway.fail(
        FakeGateway.refusing(Problem.Type.BUSY), FakeGateway.refusing(Problem.Type.INCOMPLETE));
    requireRight(4);
    assertThat(gateway.opened).hasSize(1);
  }

  @Test
  void aRefusalEndsTheInferenceAndSpendsItsPad() throws Exception {
    List<Problem.Type> types =
        List.of(
            Problem.Type.CONFLICT,
            Problem.Type.MALFORMED,
            Problem.Type.UNKNOWN_MODEL,
            Problem.Type.FORBIDDEN,
            Problem.Type.FAILED);
    for (Problem.Type type : types) {
      gateway.fail(FakeGateway.refusing(type));
      assertThatExceptionOfType(GatewayProblemException.class)
          .isThrownBy(() -> inference.infer(TinyNetwork.input(1)))
          .withMessage("the gateway refuses: " + type.title() + ": as told");
    }
    assertThat(gateway.sent).hasSize(types.size());
    assertThat(requireRight(1).figures().padIndex()).isEqualTo(types.size());
  }

  @Test
  void patienceEnds() throws Exception {
    inference.close();
    inference = open(Packing.BYTES, Duration.ofMillis(60));
    FakeGateway.Fault[] always = new FakeGateway.Fault[100_000];
    Arrays.fill(always, FakeGateway.refusing(Problem.Type.UNKNOWN_SESSION));
    gateway.fail(always);
    assertThatExceptionOfType(GatewayProblemException.class)
        .isThrownBy(() -> inference.infer(TinyNetwork.input(1)));
    assertThat(gateway.sent).hasSizeLessThan(100); // it paused in between
  }

  @Test
  void repliesToSomethingElseAreNotTaken() throws Exception {
    List<UnaryOperator<ChunkHeader>> changes =
        List.of(
            h -> with(h, ChunkHeader.Kind.REQUEST, h.session(), h.inference(), 0, 0, h.total()),
            h -> with(h, h.kind(), h.session() + 1, h.inference(), 0, 0, h.total()),
            h -> with(h, h.kind(), h.session(), h.inference() + 1, 0, 0, h.total()),
            h -> with(h, h.kind(), h.session(), h.inference(), 1, 0, h.total()),
            h -> with(h, h.kind(), h.session(), h.inference(), 0, 1, h.total()),
            h -> with(h, h.kind(), h.session(), h.inference(), 0, 0, h.total() + 1));
    for (UnaryOperator<ChunkHeader> change : changes) {
      FakeGateway.Fault[] always = new FakeGateway.Fault[1000];
      Arrays.fill(always, FakeGateway.answering(change));
      FakeGateway fresh = new FakeGateway(network);
      fresh.fail(always);
      LayerExchange exchange = anExchange();
      assertThatExceptionOfType(BadReplyException.class)
          .isThrownBy(() -> fresh.exchange(exchange, Duration.ofMillis(1)))
          .withMessageStartingWith("the gateway's answer is not valid: ");
    }
  }

  @Test
  void aBadReplyIsForgottenAndAskedForAnew() throws Exception {
    gateway.fail(
        FakeGateway.answering(
            h -> with(h, h.kind(), h.session() + 1, h.inference(), 0, 0, h.total())),
        (g, exchange) -> {
          List<Chunk> wrong = g.reply(exchange);
          exchange.take(wrong.get(0).bytes().clone()); // right so far
          throw new BadReplyException("chunk checksum does not match", null);
        });
    requireRight(5);
  }

  @Test
  void twoDifferentAnswersAreAnAttack() throws Exception {
    gateway.fail(
        (g, exchange) -> {
          ChunkHeader whole = g.replyHeader(exchange);
          int[] other = new int[whole.total()];
          Arrays.fill(other, 1);
          g.deliver(
              exchange,
              List.of(g.reply(exchange).get(0), TensorChunks.encode(whole, other, 64 + 20).get(0)));
        });
    assertThatExceptionOfType(BadReplyException.class)
        .isThrownBy(() -> inference.infer(TinyNetwork.input(1)))
        .withMessageContaining("came before with other content");
    assertThat(gateway.sent).hasSize(1);
    assertThat(requireRight(1).figures().padIndex()).isEqualTo(1);
  }

  @Test
  void aRestoredBackupIsRefusedAndNoPadIsTaken() throws Exception {
    gateway.highestInference = 0;
    assertThatExceptionOfType(RestoredBackupException.class)
        .isThrownBy(() -> inference.infer(TinyNetwork.input(1)))
        .withMessageContaining("has seen inference 0 of this pad file, but the next one here is 0");
    assertThat(gateway.sent).isEmpty();
    assertThat(inference.padsLeft()).isEqualTo(PADS);
  }

  @Test
  void aSessionReplyThatMakesNoSenseIsRefused() throws Exception {
    List<UnaryOperator<SessionReply>> senseless =
        List.of(
            r -> new SessionReply("no/id", r.session(), r.chunkBytes(), r.packing(), -1, 1),
            r -> new SessionReply(null, r.session(), r.chunkBytes(), r.packing(), -1, 1),
            r -> new SessionReply(r.gateway(), r.session(), 64, Packing.BYTES, -1, 1),
            r -> new SessionReply(r.gateway(), r.session(), -1, Packing.BYTES, -1, 1),
            r ->
                new SessionReply(r.gateway(), r.session(), Integer.MAX_VALUE, Packing.BYTES, -1, 1),
            r -> new SessionReply(r.gateway(), r.session(), r.chunkBytes(), Packing.BITS, -1, 1),
            r -> new SessionReply(r.gateway(), r.session(), r.chunkBytes(), null, -1, 1));
    for (UnaryOperator<SessionReply> change : senseless) {
      gateway.sessionReply = change;
      assertThatExceptionOfType(BadReplyException.class)
          .isThrownBy(() -> inference.infer(TinyNetwork.input(1)))
          .withMessageContaining("session reply");
    }
    assertThat(inference.padsLeft()).isEqualTo(PADS);
  }

  @Test
  void withoutPadsNothingIsSent() throws Exception {
    for (int i = 0; i < PADS; i++) {
      requireRight(i);
    }
    int before = gateway.sent.size();
    assertThatExceptionOfType(PadsExhaustedException.class)
        .isThrownBy(() -> inference.infer(TinyNetwork.input(1)));
    assertThat(gateway.sent).hasSize(before);
  }

  @Test
  void theNextSetIsASessionOfItsOwn() throws Exception {
    assertThat(requireRight(0).figures().padIndex()).isZero();
    var unused =
        new PadMaker(
                network.model(),
                (layer, batch, masks, images) ->
                    network.prepared(layer).multiply(batch, masks, images),
                new SecureRandom())
            .make(TinyNetwork.DEVICE, 2, temporary.resolve("bundle"), made -> {});
    for (int i = 1; i < PADS; i++) {
      assertThat(requireRight(i).figures().padIndex()).isEqualTo(i);
    }
    assertThat(gateway.opened).hasSize(1);
    assertThat(requireRight(1).figures().padIndex()).isZero();
    assertThat(gateway.opened).hasSize(2);
    assertThat(gateway.opened.get(1).padFile()).isNotEqualTo(gateway.opened.get(0).padFile());
    assertThat(gateway.opened.get(1).nextInference()).isZero();
  }

  @Test
  void aGatewayThatDealsDoesNotCompute() throws Exception {
    DeviceBundle.open(temporary.resolve("bundle"))
        .roles()
        .admit(GatewayRole.DEALS, Party.gateway("edge"));
    assertThatExceptionOfType(SameGatewayException.class)
        .isThrownBy(() -> inference.infer(TinyNetwork.input(1)))
        .withMessageContaining("gateway edge deals pads to this device");
    assertThat(gateway.sent).isEmpty();
    assertThat(inference.padsLeft()).isEqualTo(PADS);
  }

  private Inference requireRight(long seed) throws Exception {
    Inference done = inference.infer(TinyNetwork.input(seed));
    assertThat(done.output().values())
        .isEqualTo(unmasked(TinyNetwork.input(seed), new ArrayList<>()).values());
    return done;
  }

  /** The quantised network without a mask, by the oracle. */
  private Tensor unmasked(Tensor input, List<List<Integer>> results) throws Exception {
    return Network.of(network.model().manifest(), network.model().constants())
        .run(
            input,
            (layer, x) -> {
              int[] residues = new int[x.length];
              for (int i = 0; i < x.length; i++) {
                residues[i] = layer.modulus().ofSigned(x[i]);
              }
              int[] y = new int[layer.outputElements()];
              network.prepared(layer.index()).multiply(1, residues, y);
              for (int i = 0; i < y.length; i++) {
                var q = layer.operation().quantisation();
                y[i] = (int) q.modulus().lift(y[i], q.lowest());
              }
              results.add(boxed(y));
              return y;
            });
  }

  private LayerExchange anExchange() {
    LinearLayer layer = network.model().manifest().linearLayers().get(0);
    return LayerExchange.of(
        new GatewaySession.Open("edge", 100, 10_000, Packing.BYTES, "tiny", 42, "0123456789abcdef"),
        0,
        layer,
        new int[TinyNetwork.INPUT.elements()],
        new int[layer.operation().outputShape().elements()],
        List.of(),
        () -> {});
  }

  private static ChunkHeader with(
      ChunkHeader h,
      ChunkHeader.Kind kind,
      long session,
      long inference,
      int digestChange,
      int layerChange,
      int total) {
    return new ChunkHeader(
        kind,
        h.bits(),
        session,
        inference,
        h.modelDigestPrefix() + digestChange,
        h.layer() + layerChange,
        0,
        1,
        0,
        total,
        total,
        0);
  }

  private List<String> bytes(int exchange) {
    return gateway.sent.get(exchange).stream().map(Arrays::toString).toList();
  }

  private static byte[] payload(byte[] chunk) {
    return Arrays.copyOfRange(chunk, ChunkHeader.BYTES, chunk.length);
  }

  private static List<Integer> boxed(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
