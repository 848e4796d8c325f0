package io.edgeveil.sensor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.pads.integrity.IntegrityFileException;
import io.edgeveil.pads.integrity.IntegritySecrets;
import io.edgeveil.pads.quarantine.Quarantine;
import io.edgeveil.pads.quarantine.QuarantinedGateway;
import io.edgeveil.pads.store.DeviceBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that gives wrong results, as the whole inference meets it. */
class TamperedInferenceTest {
  private static final int PADS = 400;
  private static final int ROUNDS = 8; // times kinds, times layers
  private static final RetryPolicy QUICK =
      new RetryPolicy(
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMillis(60),
          Duration.ofMillis(1));

  @TempDir Path temporary;
  private TinyNetwork network;
  private DeviceBundle bundle;
  private Quarantine quarantine;
  private FakeGateway gateway;
  private PrivateInference inference;

  @BeforeEach
  void open() throws Exception {
    network = TinyNetwork.write(temporary.resolve("tiny"));
    network.makePads(temporary.resolve("bundle"), PADS);
    bundle = DeviceBundle.open(temporary.resolve("bundle"));
    quarantine = bundle.quarantine();
    gateway = new FakeGateway(network);
    inference = PrivateInference.of(bundle, bundle.openPads(), gateway, QUICK, Packing.BYTES);
  }

  @AfterEach
  void close() throws Exception {
    inference.close();
  }

  @Test
  void everyTamperingOfEitherLayerIsReportedAndTheGatewayQuarantined() throws Exception {
    Random random = new Random(4);
    int rejected = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (Tampering kind : Tampering.values()) {
        for (int layer = 0; layer < 2; layer++) {
          rejected += requireRejected(kind, layer, random);
        }
      }
      if (round % 4 == 0) { // and in between it may behave
        assertThat(inference.infer(TinyNetwork.input(round)).output().values()).hasSize(3);
      }
    }
    assertThat(rejected).isGreaterThan(200);
  }

  private int requireRejected(Tampering kind, int layer, Random random) throws Exception {
    long padsBefore = inference.padsLeft();
    int sentBefore = gateway.sent.size();
    List<String> observed = new ArrayList<>();
    boolean[] changed = new boolean[1];
    gateway.fail(layer == 0 ? tampering(kind, 0, random, changed) : FakeGateway.HONEST);
    gateway.fail(layer == 0 ? FakeGateway.HONEST : tampering(kind, 1, random, changed));
    IntegrityException failure = null;
    try {
      var unused =
          inference.infer(
              TinyNetwork.input(random.nextLong()), (at, x, sent, y) -> observed.add(at.name()));
    } catch (IntegrityException e) {
      failure = e;
    }
    assertThat(inference.padsLeft()).isEqualTo(padsBefore - 1);
    // The gateway sees the same whatever it did to layer 0: both layers, and then nothing.
    assertThat(gateway.sent).hasSize(sentBefore + 2);
    if (!changed[0]) {
      assertThat(failure).isNull();
      return 0;
    }
    String name = layer == 0 ? "conv" : "dense";
    assertThat(failure)
        .as("%s of layer %d", kind, layer)
        .hasMessage(
            "gateway edge gave a wrong result for layer %s: nothing of this inference is used;"
                + " it is quarantined until its owner clears it",
            name);
    assertThat(observed).hasSize(layer).doesNotContain(name);
    assertThat(quarantine.list())
        .singleElement()
        .satisfies(
            q -> {
              assertThat(q.gateway()).isEqualTo("edge");
              assertThat(q.layer()).isEqualTo(name);
              assertThat(q.inference()).isEqualTo(PADS - padsBefore);
            });
    requireRefused();
    assertThat(quarantine.clear("edge")).isTrue();
    return 1;
  }

  private void requireRefused() throws Exception {
    long pads = inference.padsLeft();
    int sent = gateway.sent.size();
    assertThatExceptionOfType(QuarantinedGatewayException.class)
        .isThrownBy(() -> inference.infer(TinyNetwork.input(1)))
        .withMessageContaining("gateway edge is quarantined")
        .withMessageEndingWith("edgeveil-sensor quarantine --bundle DIR --clear edge");
    assertThat(inference.padsLeft()).isEqualTo(pads);
    assertThat(gateway.sent).hasSize(sent);
  }

  private FakeGateway.Fault tampering(Tampering kind, int layer, Random random, boolean[] changed) {
    return FakeGateway.tampering(
        right -> {
          Modulus modulus = operation(layer).modulus();
          int[] tampered = right.clone();
          kind.strike(
              tampered,
              new Tampering.Source(random, modulus, anyResult(1 - layer), anyResult(layer)));
          changed[0] = !Arrays.equals(tampered, right);
          return tampered;
        });
  }

  /** A right result for some input. */
  private int[] anyResult(int layer) {
    LinearOperation operation = operation(layer);
    int prime = operation.modulus().prime();
    int[] x = new Random().ints(operation.input().elements(), 0, prime).toArray();
    int[] y = new int[operation.outputShape().elements()];
    network.prepared(layer).multiply(1, x, y);
    return y;
  }

  private LinearOperation operation(int layer) {
    return network.model().manifest().linearLayers().get(layer).operation();
  }

  private static FakeGateway.Fault oneMore() {
    return FakeGateway.tampering(
        y -> {
          y[0] ^= 1;
          return y;
        });
  }

  @Test
  void whateverFailsAfterwardsTheWrongResultIsWhatIsReported() {
    List<FakeGateway.Fault> later =
        List.of(
            FakeGateway.refusing(Problem.Type.FORBIDDEN),
            (g, exchange) -> {
              throw new IllegalStateException("a broken transport");
            });
    for (FakeGateway.Fault fault : later) {
      gateway.fail(oneMore(), fault);
      assertThatExceptionOfType(IntegrityException.class)
          .isThrownBy(() -> inference.infer(TinyNetwork.input(1)))
          .withMessageContaining("layer conv")
          .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
      assertThat(clear()).isTrue();
    }
    FakeGateway.Fault[] silent = new FakeGateway.Fault[1000];
    Arrays.fill(silent, FakeGateway.LOST); // and never says that it has sent
    gateway.fail(oneMore());
    gateway.fail(silent);
    assertThatExceptionOfType(IntegrityException.class)
        .isThrownBy(() -> inference.infer(TinyNetwork.input(1)));
  }

  private boolean clear() {
    try {
      return quarantine.clear("edge");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aQuarantineThatCannotBeWrittenIsSaidAndHoldsInThisProcess() throws Exception {
    Path directory = bundle.directory().resolve(Quarantine.DIRECTORY);
    Files.writeString(directory, "in the way");
    gateway.fail(oneMore());
    assertThatExceptionOfType(IntegrityException.class)
        .isThrownBy(() -> inference.infer(TinyNetwork.input(1)))
        .withMessageEndingWith("the quarantine could NOT be written to the bundle")
        .withCauseInstanceOf(IOException.class);
    requireRefused();
  }

  @Test
  void anotherGatewayMayGoOn() throws Exception {
    quarantine.add(new QuarantinedGateway("other", "conv", 0, "2026-11-22T19:05:21Z"));
    assertThat(inference.infer(TinyNetwork.input(1)).output().values()).hasSize(3);
  }

  @Test
  void withoutVerificationAWrongResultIsUsed() throws Exception {
    inference.close();
    Files.delete(bundle.directory().resolve(IntegritySecrets.FILE));
    inference =
        PrivateInference.withoutVerification(
            bundle, bundle.openPads(), gateway, QUICK, Packing.BYTES);
    float[] right = inference.infer(TinyNetwork.input(1)).output().values();
    gateway.fail(FakeGateway.HONEST, oneMore());
    assertThat(inference.infer(TinyNetwork.input(1)).output().values()).isNotEqualTo(right);
    assertThat(quarantine.list()).isEmpty();
    quarantine.add(new QuarantinedGateway("edge", "conv", 0, "2026-11-22T19:05:21Z"));
    gateway.fail(FakeGateway.RESTARTED); // an open session goes on; a new one is refused
    assertThatExceptionOfType(QuarantinedGatewayException.class)
        .isThrownBy(() -> inference.infer(TinyNetwork.input(1)));
  }

  @Test
  void withoutSecretsThereIsNoInference() throws Exception {
    inference.close();
    Files.delete(bundle.directory().resolve(IntegritySecrets.FILE));
    try (var pads = bundle.openPads()) {
      assertThatExceptionOfType(IntegrityFileException.class)
          .isThrownBy(() -> PrivateInference.of(bundle, pads, gateway, QUICK, Packing.BYTES))
          .withMessageContaining("integrity.bin is missing")
          .withMessageContaining("--no-verify");
    }
  }
}
