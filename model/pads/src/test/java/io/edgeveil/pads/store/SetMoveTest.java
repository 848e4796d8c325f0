package io.edgeveil.pads.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.making.PadMaker;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetMoveTest {
  @TempDir Path temporary;
  private ModelBundle model;
  private Path here;
  private Path other;

  @BeforeEach
  void makeBundles() throws Exception {
    model = TinyModel.write(temporary.resolve("tiny/1"));
    here = make(temporary.resolve("here"), 3);
    other = make(temporary.resolve("other"), 4);
  }

  private Path make(Path directory, int count) throws Exception {
    var unused =
        new PadMaker(model, TinyModel::images, new SecureRandom())
            .make("porch-cam", count, directory, done -> {});
    return directory;
  }

  private static List<PadSetFacts> move(Path from, Path to) throws Exception {
    return SetMove.move(DeviceBundle.open(from), DeviceBundle.open(to));
  }

  @Test
  void theSetsOfAnotherBundleComeInWhileTheSensorRuns() throws Exception {
    try (PadStore store = DeviceBundle.open(here).openPads()) {
      store.take().close();
      assertThat(move(other, here)).extracting(PadSetFacts::left).containsExactly(4L);
      assertThat(store.left()).isEqualTo(2 + 4);
      assertThat(DeviceBundle.open(other).padsLeft()).isZero();
      for (int i = 0; i < 6; i++) {
        store.take().close();
      }
    }
    assertThat(move(other, here)).isEmpty();
  }

  @Test
  void fromAnotherFileSystemTheyAreCopiedAndDestroyed() throws Exception {
    Path memory = Path.of("/dev/shm");
    boolean another = Files.isWritable(memory) && !store(memory).equals(store(temporary));
    if (!another) {
      System.out.println("SKIPPED: /dev/shm is no file system of its own, no set is moved there");
    }
    assumeTrue(another, "/dev/shm is no file system of its own");
    Path stick = Files.createTempDirectory(memory, "edgeveil");
    try {
      make(stick.resolve("b"), 5);
      Path set = PadStoreTest.set(stick.resolve("b"));
      assertThat(move(stick.resolve("b"), here)).hasSize(1);
      assertThat(set).doesNotExist();
      assertThat(DeviceBundle.open(stick.resolve("b")).padSets()).isEmpty();
      assertThat(DeviceBundle.open(here).padsLeft()).isEqualTo(3 + 5);
      try (PadStore opened = DeviceBundle.open(here).openPads()) {
        for (int i = 0; i < 8; i++) {
          opened.take().close();
        }
      }
    } finally {
      try (Stream<Path> files = Files.walk(stick)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static FileStore store(Path path) throws Exception {
    return Files.getFileStore(path);
  }

  @Test
  void aSetThatWasHereBeforeIsACopy() throws Exception {
    Path copy = temporary.resolve("copy");
    try (Stream<Path> files = Files.walk(other)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            copy.resolve(other.relativize(file)),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    assertThat(move(other, here)).hasSize(1);
    assertThatExceptionOfType(PadsException.class)
        .isThrownBy(() -> move(copy, here))
        .withMessageContaining("is a copy and must not be used");
    try (PadStore store = DeviceBundle.open(here).openPads()) {
      while (store.left() > 0) {
        store.take().close();
      }
    }
    assertThatExceptionOfType(PadsException.class) // also when it is used up
        .isThrownBy(() -> move(copy, here));
  }

  @Test
  void aBundleInUseOrOfSomebodyElseIsRefused() throws Exception {
    try (PadStore store = DeviceBundle.open(other).openPads()) {
      assertThat(store.left()).isEqualTo(4);
      assertThatExceptionOfType(BundleInUseException.class).isThrownBy(() -> move(other, here));
    }
    try (AddingPads adding = AddingPads.to(here)) {
      assertThat(adding.sets()).isNotNull();
      assertThatExceptionOfType(BundleInUseException.class)
          .isThrownBy(() -> move(other, here))
          .withMessageContaining("somebody else adds pads");
    }
    assertThatExceptionOfType(PadsException.class)
        .isThrownBy(() -> move(here, here))
        .withMessageContaining("into itself");
    Path description = other.resolve(BundleFiles.DEVICE);
    Files.writeString(
        description, Files.readString(description).replace("porch-cam", "garden-cam"));
    assertThatExceptionOfType(PadsException.class)
        .isThrownBy(() -> move(other, here))
        .withMessageContaining("holds pads of device garden-cam");
    assertThat(DeviceBundle.open(here).padsLeft()).isEqualTo(3);
  }

  @Test
  void aMoveIntoAnotherBundleIsNotFinishedHere() throws Exception {
    Path set = PadStoreTest.set(other);
    Files.move(set, set.resolveSibling(BundleFiles.GOING + set.getFileName() + "-00"));
    assertThat(DeviceBundle.open(other).interruptedMoves())
        .containsExactly(set.getFileName() + "-00");
    assertThatExceptionOfType(PadsException.class)
        .isThrownBy(() -> move(other, here))
        .withMessageContaining("was on its way into another bundle");
  }
}
