package io.edgeveil.pads.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.Disk;
import io.edgeveil.pads.key.PadKey;
import io.edgeveil.pads.making.PadImages;
import io.edgeveil.pads.making.PadMaker;
import io.edgeveil.pads.role.GatewayRole;
import io.edgeveil.pads.role.GatewayRoleException;
import io.edgeveil.pads.role.GatewayRoles;
import io.edgeveil.pads.role.Party;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who dealt a set belongs to it, wherever it goes, and computes nowhere that it is. */
class DealtSetTest {
  private static final Party DEALER = Party.gateway("dealer");
  private static final Party HOST = Party.host("a".repeat(60) + ".example");

  @TempDir Path temporary;
  private ModelBundle model;
  private Path here;
  private Path other;

  @BeforeEach
  void makeBundles() throws Exception {
    model = TinyModel.write(temporary.resolve("tiny/1"));
    here = make(temporary.resolve("here"));
    other = make(temporary.resolve("other"));
  }

  private Path make(Path directory) throws Exception {
    var unused =
        new PadMaker(model, TinyModel::images, new SecureRandom())
            .make("porch-cam", 1, directory, done -> {});
    return directory;
  }

  /** A dealer whose images are all zero; who it is is written down unless nobody is. */
  private record Dealer(DeviceBundle bundle, List<Party> parties) implements PadImages {
    @Override
    public int batch() {
      return 1;
    }

    @Override
    public int threads() {
      return 2;
    }

    @Override
    public void find(String padFile, long first, PadKey[] keys, int count, byte[][] packed)
        throws IOException, PadsException {
      for (Party party : parties) {
        bundle.admitDealer(padFile, party);
      }
    }
  }

  private String deal(Path bundle, Party... parties) throws Exception {
    return PadMaker.dealt(
            model, new Dealer(DeviceBundle.open(bundle), List.of(parties)), new SecureRandom())
        .make("porch-cam", 3, bundle, done -> {});
  }

  private static Path set(Path bundle, String padFile) {
    return bundle.resolve(BundleFiles.SETS).resolve(padFile);
  }

  private static void move(Path from, Path to) throws Exception {
    assertThat(SetMove.move(DeviceBundle.open(from), DeviceBundle.open(to))).isNotEmpty();
  }

  private static void compute(Path bundle, Party party) throws Exception {
    DeviceBundle.open(bundle).roles().admit(GatewayRole.COMPUTES, party);
  }

  private static void requireNoneComputes(Path bundle) {
    for (Party party : List.of(DEALER, HOST)) {
      assertThatExceptionOfType(GatewayRoleException.class)
          .isThrownBy(() -> compute(bundle, party))
          .withMessageContaining(party + " deals pads to this device");
    }
  }

  private static void removeRoles(Path bundle) throws IOException {
    Path roles = bundle.resolve("roles");
    try (Stream<Path> files = Files.list(roles)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(roles);
  }

  private static void copySet(Path set, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> files = Files.walk(set)) {
      for (Path file : files.toList()) {
        Files.copy(
            file, to.resolve(set.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  void theSetSaysWhoDealtItBeforeAnySeedLeaves() throws Exception {
    String padFile = deal(here, DEALER, HOST);
    assertThat(GatewayRoles.dealers(Disk.OF_THIS_MACHINE, set(here, padFile)))
        .hasSize(2)
        .contains("deals.gateway.dealer")
        .allMatch(name -> name.length() < 100);
    removeRoles(here); // the set alone says it
    requireNoneComputes(here);
    compute(here, Party.gateway("another"));
  }

  @Test
  void aMovedSetTakesItsDealerAlong() throws Exception {
    var unused = deal(other, DEALER, HOST);
    move(other, here);
    requireNoneComputes(here);
    Path fresh = make(temporary.resolve("fresh"));
    move(here, fresh);
    removeRoles(fresh);
    requireNoneComputes(fresh);
    requireNoneComputes(here); // once a dealer, always one
    compute(fresh, Party.gateway("another"));
    assertThat(DeviceBundle.open(fresh).padsLeft()).isEqualTo(1 + 1 + 1 + 3);
  }

  @Test
  void nothingIsMovedToWhereItsDealerComputes() throws Exception {
    String padFile = deal(other, HOST, DEALER);
    compute(here, DEALER);
    assertThatExceptionOfType(GatewayRoleException.class)
        .isThrownBy(() -> move(other, here))
        .withMessageContaining("gateway dealer, which dealt pad set " + set(other, padFile))
        .withMessageContaining("computes for this device");
    assertThat(DeviceBundle.open(other).padsLeft()).isEqualTo(1 + 3);
    assertThat(DeviceBundle.open(here).padsLeft()).isEqualTo(1);
  }

  @Test
  void aUsedUpSetStaysAndStandsInNobodysWay() throws Exception {
    var unused = deal(other, DEALER);
    try (PadStore store = DeviceBundle.open(other).openPads()) {
      while (store.left() > 0) {
        store.take().close();
      }
    }
    make(other);
    compute(here, DEALER);
    move(other, here);
    assertThat(DeviceBundle.open(here).padsLeft()).isEqualTo(1 + 1);
  }

  @Test
  void aSetCopiedByHandToWhereItsDealerComputesIsNotUsed() throws Exception {
    String padFile = deal(other, DEALER);
    compute(here, DEALER);
    try (PadStore running = DeviceBundle.open(here).openPads()) {
      copySet(set(other, padFile), set(here, padFile));
      assertThat(running.left()).isEqualTo(1);
      running.take().close();
      assertThatExceptionOfType(PadsExhaustedException.class).isThrownBy(running::take);
    }
    assertThatExceptionOfType(GatewayRoleException.class)
        .isThrownBy(() -> DeviceBundle.open(here).openPads())
        .withMessageContaining("gateway dealer, which dealt pad set " + set(here, padFile));
  }

  @Test
  void aSetThatContradictsItselfIsRefused() throws Exception {
    String padFile = deal(here, DEALER);
    Path dealer = set(here, padFile).resolve("deals.gateway.dealer");
    Files.delete(dealer);
    assertThatExceptionOfType(PadsException.class)
        .isThrownBy(() -> DeviceBundle.open(here).openPads())
        .withMessageContaining("does not say who dealt its pads");
    Path own = PadStoreTest.set(other);
    Files.createFile(own.resolve("deals.gateway.dealer"));
    assertThatExceptionOfType(PadsException.class)
        .isThrownBy(() -> DeviceBundle.open(other).padSets())
        .withMessageContaining("names a dealer, but its pads were not dealt");
    assertThatExceptionOfType(PadsException.class).isThrownBy(() -> move(other, here));
  }

  @Test
  void whoComputesGetsNoSeedAndASetInTheMakingCountsAsOneThatIsThere() throws Exception {
    compute(here, DEALER);
    assertThatExceptionOfType(GatewayRoleException.class)
        .isThrownBy(() -> deal(here, HOST, DEALER))
        .withMessageContaining("gateway dealer computes for this device");
    assertThat(DeviceBundle.open(here).padSets()).hasSize(1);
    assertThat(here.resolve("roles/deals.gateway.dealer")).doesNotExist();
    DeviceBundle bundle = DeviceBundle.open(other);
    Path making = set(other, BundleFiles.NEW + "0123456789abcdef");
    Files.createDirectory(making);
    bundle.admitDealer("0123456789abcdef", DEALER);
    removeRoles(other);
    assertThatExceptionOfType(GatewayRoleException.class).isThrownBy(() -> compute(other, DEALER));
  }
}
