package io.edgeveil.sensor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.making.PadMaker;
import io.edgeveil.pads.role.GatewayRole;
import io.edgeveil.pads.role.Party;
import io.edgeveil.pads.store.DeviceBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DealtImagesTest {
  private static final int PADS = 20;
  private static final List<Party> OWNER = List.of(Party.host("dealer.example"));
  private static final RetryPolicy QUICK =
      new RetryPolicy(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofMillis(1));

  @TempDir Path temporary;
  private Path bundle;
  private FakeGateway dealer;
  private FakeGateway gateway;

  @BeforeEach
  void start() throws Exception {
    bundle = temporary.resolve("bundle");
    TinyNetwork network = TinyNetwork.write(temporary.resolve("tiny/1"));
    network.makePads(bundle, 1);
    dealer = new FakeGateway(network);
    dealer.sessionReply =
        r ->
            new SessionReply(
                "dealer", r.session(), r.chunkBytes(), r.packing(), -1, r.timeoutMillis());
    gateway = new FakeGateway(network);
  }

  private void deal() throws Exception {
    deal(Packing.BYTES);
  }

  private void deal(Packing packing) throws Exception {
    DeviceBundle opened = DeviceBundle.open(bundle);
    try (DealtImages images = DealtImages.of(opened, PADS, dealer, OWNER, QUICK, packing)) {
      var unused =
          PadMaker.dealt(opened.model(), images, new SecureRandom())
              .make(TinyNetwork.DEVICE, PADS, bundle, done -> {});
    }
  }

  @ParameterizedTest
  @EnumSource
  void dealtPadsGiveRightResults(Packing packing) throws Exception {
    dealer.fail(FakeGateway.LOST, FakeGateway.CONNECTION_LOST);
    deal(packing);
    assertThat(dealer.opened.get(0).packing()).isEqualTo(packing);
    DeviceBundle opened = DeviceBundle.open(bundle);
    try (PrivateInference inference =
        PrivateInference.of(opened, opened.openPads(), gateway, QUICK, Packing.BYTES)) {
      for (int i = 0; i < 1 + PADS; i++) { // each is checked: a wrong image gives a wrong result
        assertThat(inference.infer(TinyNetwork.input(i)).output().values()).isNotEmpty();
      }
      assertThat(inference.padsLeft()).isZero();
    }
    assertThat(dealer.sent).hasSize(2 * PADS + 2);
    assertThat(dealer.sent).allMatch(chunks -> chunks.size() == 1 && chunks.get(0).length == 96);
  }

  @Test
  void aWrongImageEndsItAndNamesTheDealer() throws Exception {
    dealer.fail(
        FakeGateway.tampering(
            image -> {
              image[0] = image[0] == 0 ? 1 : image[0] - 1;
              return image;
            }));
    requireNothingDealt("dealer dealer gave a wrong mask image for layer ");
    assertThat(DeviceBundle.open(bundle).quarantine().list())
        .singleElement()
        .satisfies(
            quarantined -> {
              assertThat(quarantined.gateway()).isEqualTo("dealer");
              assertThat(quarantined.layer()).isIn("conv", "dense");
            });
    dealer.sent.clear();
    requireNothingDealt("gateway dealer is quarantined"); // and it gets no other seed
    assertThat(dealer.sent).isEmpty();
  }

  @Test
  void aRefusalEndsIt() throws Exception {
    dealer.fail(FakeGateway.refusing(Problem.Type.NOT_A_DEALER));
    requireNothingDealt("no pads were dealt: ");
  }

  @Test
  void theGatewayThatComputesIsRefusedBeforeItGetsASeed() throws Exception {
    DeviceBundle.open(bundle).roles().admit(GatewayRole.COMPUTES, Party.gateway("dealer"));
    requireNothingDealt("gateway dealer computes for this device");
    assertThat(dealer.sent).isEmpty();
  }

  private void requireNothingDealt(String why) throws Exception {
    assertThatExceptionOfType(PadsException.class)
        .isThrownBy(this::deal)
        .withMessageContaining(why);
    assertThat(DeviceBundle.open(bundle).padsLeft()).isEqualTo(1);
    try (Stream<Path> sets = Files.list(bundle.resolve("pads"))) {
      assertThat(sets).hasSize(1);
    }
  }
}
