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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
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
            .withMessageContaining("edgeveil-model pads models/tiny --device porch-cam");
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
    Path file = bundle.resolve(BundleFiles.PADS);
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
    Path file = bundle.resolve(BundleFiles.STATE);
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
  void partsOfAnotherBundleAreRefused() throws Exception {
    Path other = temporary.resolve("other");
    make(other);
    for (String name : List.of(BundleFiles.STATE, BundleFiles.PADS, BundleFiles.DEVICE)) {
      Path file = bundle.resolve(name);
      byte[] own = Files.readAllBytes(file);
      Files.write(file, Files.readAllBytes(other.resolve(name)));
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
  void secretFilesAreTheOwnersAlone() throws Exception {
    for (String name : List.of(BundleFiles.PADS, BundleFiles.STATE)) {
      Path file = bundle.resolve(name);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      assertThatExceptionOfType(UnsafeFileException.class)
          .isThrownBy(() -> DeviceBundle.open(bundle));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void aBundleIsNeverOverwritten() throws Exception {
    byte[] state = Files.readAllBytes(bundle.resolve(BundleFiles.STATE));
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> make(bundle))
        .withMessageContaining("never overwritten");
    assertThat(Files.readAllBytes(bundle.resolve(BundleFiles.STATE))).isEqualTo(state);
  }

  @Test
  void aBundleJoinsTheCredentialsThatAreThere() throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("enrolled"));
    Files.writeString(directory.resolve("credentials.json"), "{}");
    make(directory);
    assertThat(DeviceBundle.open(directory).padsLeft()).isEqualTo(MADE);
  }

  @Test
  void aFailureLeavesNoHalfBundle() throws Exception {
    Path directory = temporary.resolve("failed");
    PadMaker maker =
        new PadMaker(model, (layer, batch, masks, images) -> images[0] = -1, new SecureRandom());
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> maker.make("porch-cam", 3, directory, done -> {}))
        .withMessageContaining("no residue");
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  private void make(Path directory) throws Exception {
    List<Long> progress = new ArrayList<>();
    try {
      new PadMaker(model, TinyModel::images, new SecureRandom())
          .make("porch-cam", MADE, directory, progress::add);
    } catch (BundleFormatException e) {
      throw new AssertionError(e);
    }
    assertThat(progress).containsExactly(64L, 70L);
  }
}
