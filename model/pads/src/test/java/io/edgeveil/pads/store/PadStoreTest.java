package io.edgeveil.pads.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.UnsafeFileException;
import io.edgeveil.pads.making.PadMaker;
import io.edgeveil.pads.record.PadFileException;
import io.edgeveil.pads.state.StateFileException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PadStoreTest {
  private static final int MADE = 70; // one more batch than one

  @TempDir Path temporary;
  private ModelBundle model;
  private Path bundle;

  @BeforeEach
  void makeBundle() throws Exception {
    model = TinyModel.write(temporary.resolve("tiny/1"));
    bundle = temporary.resolve("porch-cam");
    make(bundle);
  }

  @Test
  void everyPadMasksAndUnmasksExactly() throws Exception {
    List<List<Integer>> seen = new ArrayList<>();
    try (PadStore store = DeviceBundle.open(bundle).openPads()) {
      for (int i = 0; i < MADE; i++) {
        assertThat(store.left()).isEqualTo(MADE - i);
        try (Pad pad = store.take()) {
          assertThat(pad.index()).isEqualTo(i);
          int[] masked = pad.mask(0, new int[] {7, -4});
          seen.add(Arrays.stream(masked).boxed().toList());
          int[] result = new int[2];
          TinyModel.images(0, 1, masked, result);
          assertThat(pad.unmask(0, result)).containsExactly(2 * 7 + 4, 3 * 7 - 5 * 4);
          int[] wide = new int[3];
          TinyModel.images(1, 1, pad.mask(1, new int[] {127, 127}), wide);
          assertThat(pad.unmask(1, wide)).containsExactly(254, -889, 28829);
        }
      }
    }
    assertThat(new HashSet<>(seen)).hasSize(MADE);
  }

  @Test
  void anEmptyStoreSaysHowToGetMore() throws Exception {
    try (PadStore store = DeviceBundle.open(bundle).openPads()) {
      for (int i = 0; i < MADE; i++) {
        store.take().close();
      }
      for (int again = 0; again < 2; again++) {
        assertThatExceptionOfType(PadsExhaustedException.class)
            .isThrownBy(store::take)
            .withMessageContaining("all 70 made for device porch-cam are used")
            .withMessageContaining(
                "edgeveil-model pads models/tiny/1 --device porch-cam --count 70")
            .withMessageContaining("edgeveil-sensor refill --bundle " + bundle);
      }
    }
    assertThat(DeviceBundle.open(bundle).padsLeft()).isZero();
  }

  @Test
  void reopeningGoesOnWhereItStopped() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (PadStore store = DeviceBundle.open(bundle).openPads();
          Pad pad = store.take()) {
        assertThat(pad.index()).isEqualTo(i);
      }
    }
    assertThat(DeviceBundle.open(bundle).padsLeft()).isEqualTo(MADE - 3);
  }

  @Test
  void aLayerMasksOneTensorOnly() throws Exception {
    try (PadStore store = DeviceBundle.open(bundle).openPads()) {
      Pad pad = store.take();
      try (pad) {
        var unused = pad.mask(0, new int[] {1, 2});
        assertThatIllegalStateException().isThrownBy(() -> pad.mask(0, new int[] {1, 2}));
        assertThatIllegalStateException().isThrownBy(() -> pad.unmask(1, new int[3]));
      }
      assertThatIllegalStateException().isThrownBy(() -> pad.mask(1, new int[] {1, 2}));
    }
  }

  @Test
  void aDamagedRecordCostsOnePad() throws Exception {
    Path file = set(bundle).resolve(BundleFiles.PADS);
    byte[] bytes = Files.readAllBytes(file);
    bytes[144] ^= 1; // the first byte of the first record
    Files.write(file, bytes);
    try (PadStore store = DeviceBundle.open(bundle).openPads()) {
      assertThatExceptionOfType(PadFileException.class)
          .isThrownBy(store::take)
          .withMessageContaining("record 0");
      try (Pad pad = store.take()) {
        assertThat(pad.index()).isEqualTo(1);
      }
    }
  }

  @Test
  void aDamagedStateIsRefused() throws Exception {
    Path file = set(bundle).resolve(BundleFiles.STATE);
    byte[] bytes = Files.readAllBytes(file);
    bytes[40] ^= 1;
    Files.write(file, bytes);
    DeviceBundle opened = DeviceBundle.open(bundle);
    assertThatExceptionOfType(StateFileException.class).isThrownBy(opened::openPads);
    assertThatExceptionOfType(StateFileException.class).isThrownBy(opened::padsLeft);
    Files.write(file, new byte[0]);
    assertThatExceptionOfType(StateFileException.class).isThrownBy(opened::openPads);
  }

  @Test
  void partsOfAnotherSetAreRefused() throws Exception {
    Path other = temporary.resolve("other");
    make(other);
    for (String name : List.of(BundleFiles.STATE, BundleFiles.PADS)) {
      Path file = set(bundle).resolve(name);
      byte[] own = Files.readAllBytes(file);
      Files.write(file, Files.readAllBytes(set(other).resolve(name)));
      DeviceBundle opened = DeviceBundle.open(bundle);
      assertThatExceptionOfType(PadsException.class)
          .as(name)
          .isThrownBy(opened::openPads)
          .withMessageMatching(".* is not the (state|pad file) .*");
      Files.write(file, own);
    }
    DeviceBundle.open(bundle).openPads().close();
  }

  @Test
  void anotherModelIsRefused() throws Exception {
    Path manifest = bundle.resolve(ModelBundle.MANIFEST);
    Files.writeString(manifest, Files.readString(manifest) + "\n");
    assertThatExceptionOfType(PadsException.class)
        .isThrownBy(() -> DeviceBundle.open(bundle))
        .withMessageContaining("wrong model digest");
  }

  @Test
  void whatIsNoBundleIsRefused() {
    assertThatExceptionOfType(PadsException.class)
        .isThrownBy(() -> DeviceBundle.open(temporary.resolve("nowhere")))
        .withMessageContaining("no device bundle at");
  }

  @Test
  void secretsAreTheOwnersAlone() throws Exception {
    Path pads = bundle.resolve(BundleFiles.SETS);
    for (Path path :
        List.of(
            set(bundle).resolve(BundleFiles.PADS),
            set(bundle).resolve(BundleFiles.STATE),
            set(bundle),
            pads)) {
      var before = Files.getPosixFilePermissions(path);
      assertThat(PosixFilePermissions.toString(before))
          .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr--r--"));
      DeviceBundle opened = DeviceBundle.open(bundle);
      assertThatExceptionOfType(UnsafeFileException.class)
          .as(path.toString())
          .isThrownBy(opened::openPads)
          .withMessageContaining("chmod");
      assertThatExceptionOfType(UnsafeFileException.class).isThrownBy(opened::padsLeft);
      Files.setPosixFilePermissions(path, before);
    }
    DeviceBundle.open(bundle).openPads().close();
  }

  @Test
  void aSecondSetIsUsedWhenTheFirstIsEmpty() throws Exception {
    make(bundle);
    Set<NextPad> taken = new HashSet<>();
    DeviceBundle opened = DeviceBundle.open(bundle);
    try (PadStore store = opened.openPads()) {
      assertThat(store.left()).isEqualTo(2 * MADE);
      for (int i = 0; i < 2 * MADE; i++) {
        NextPad next = store.next();
        try (Pad pad = store.take()) {
          assertThat(next).isEqualTo(new NextPad(pad.padFile(), pad.index()));
          assertThat(pad.index()).isEqualTo(i % MADE);
          assertThat(taken.add(next)).isTrue();
        }
        assertThat(store.left()).isEqualTo(2 * MADE - i - 1);
      }
      assertThatExceptionOfType(PadsExhaustedException.class)
          .isThrownBy(store::take)
          .withMessageContaining("all 140 made");
    }
    assertThat(opened.padSets()).extracting(PadSetFacts::left).containsExactly(0L, 0L);
    for (PadSetFacts facts : opened.padSets()) { // the records' room is given back
      Path pads = bundle.resolve(BundleFiles.SETS).resolve(facts.padFile()).resolve("pads.bin");
      assertThat(Files.size(pads)).isEqualTo(144);
    }
  }

  @Test
  void padsThatArriveWhileTheStoreIsOpenAreUsed() throws Exception {
    try (PadStore store = DeviceBundle.open(bundle).openPads()) {
      store.take().close();
      make(bundle);
      assertThat(store.left()).isEqualTo(2 * MADE - 1);
      for (int i = 1; i < 2 * MADE; i++) {
        store.take().close();
      }
      assertThatExceptionOfType(PadsExhaustedException.class).isThrownBy(store::take);
      make(bundle); // and once it has run out
      try (Pad pad = store.take()) {
        assertThat(pad.index()).isZero();
      }
      assertThat(store.left()).isEqualTo(MADE - 1);
      assertThat(store.made()).isEqualTo(3 * MADE);
    }
  }

  @Test
  void theReservedPadIsHandedBackAtTheEnd() throws Exception {
    for (int i = 0; i < 10; i++) {
      try (PadStore store = DeviceBundle.open(bundle).openPads()) {
        Pad pad = store.take();
        assertThat(pad.index()).isEqualTo(i);
        var unused = pad.mask(0, new int[] {1, 2}); // the next one is reserved from here on
        pad.close();
        assertThat(store.left()).isEqualTo(MADE - i - 1);
      }
      assertThat(DeviceBundle.open(bundle).padsLeft()).isEqualTo(MADE - i - 1);
    }
  }

  @Test
  void padsOfAnotherDeviceOrModelAreNotAdded() throws Exception {
    assertThatExceptionOfType(PadsException.class)
        .isThrownBy(() -> maker().make("other-cam", 1, bundle, done -> {}))
        .withMessageContaining("is the bundle of device porch-cam, not of other-cam");
    Path manifest = bundle.resolve(ModelBundle.MANIFEST);
    Files.writeString(manifest, Files.readString(manifest).replace("\"x\"", "\"x1\""));
    assertThatExceptionOfType(PadsException.class).isThrownBy(() -> make(bundle));
  }

  @Test
  void aHalfBundleIsNeverOverwritten() throws Exception {
    Files.delete(bundle.resolve(BundleFiles.DEVICE));
    byte[] state = Files.readAllBytes(set(bundle).resolve(BundleFiles.STATE));
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> make(bundle))
        .withMessageContaining("never overwritten");
    assertThat(Files.readAllBytes(set(bundle).resolve(BundleFiles.STATE))).isEqualTo(state);
  }

  @Test
  void usageIsNoted() throws Exception {
    DeviceBundle opened = DeviceBundle.open(bundle);
    assertThat(opened.usage().padsPerDay(Instant.now())).isEmpty();
    try (PadStore store = opened.openPads()) {
      for (int i = 0; i < 5; i++) {
        store.take().close();
      }
    }
    assertThat(opened.usage().padsByHour().values().stream().mapToLong(n -> n).sum()).isEqualTo(5);
  }

  @Test
  void aBundleJoinsTheCredentialsThatAreThere() throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("enrolled"));
    Files.writeString(directory.resolve("credentials.json"), "{}");
    make(directory);
    assertThat(DeviceBundle.open(directory).padsLeft()).isEqualTo(MADE);
  }

  @Test
  void aFailureLeavesNothingThatIsUsable() throws Exception {
    Path directory = temporary.resolve("failed");
    PadMaker maker =
        new PadMaker(model, (layer, batch, masks, images) -> images[0] = -1, new SecureRandom());
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> maker.make("porch-cam", 300, directory, done -> {}))
        .withMessageContaining("no residue");
    assertThat(directory.resolve(BundleFiles.DEVICE)).doesNotExist();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> maker.make("porch-cam", 3, bundle, done -> {}));
    try (var files = Files.list(bundle.resolve(BundleFiles.SETS))) {
      assertThat(files).containsExactly(set(bundle));
    }
  }

  /** The only set of a bundle. */
  static Path set(Path bundle) throws Exception {
    try (var files = Files.list(bundle.resolve(BundleFiles.SETS))) {
      return files.findFirst().orElseThrow();
    }
  }

  private PadMaker maker() throws BundleFormatException {
    return new PadMaker(model, TinyModel::images, new SecureRandom());
  }

  private void make(Path directory) throws Exception {
    List<Long> progress = new ArrayList<>();
    var unused = maker().make("porch-cam", MADE, directory, progress::add);
    assertThat(progress).hasSize(2).endsWith(70L);
  }
}
