package io.edgeveil.pads.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.UnsafeFileException;
import io.edgeveil.pads.store.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An integrity file in which anything was changed is refused; it never raises a false alarm. */
class IntegrityFileMutationTest {
  private static final int[] INPUT = {5, 7};

  @TempDir Path directory;
  private ModelBundle model;
  private Path file;

  @BeforeEach
  void make() throws Exception {
    model = TinyModel.write(directory.resolve("model"));
    file = directory.resolve("integrity.bin");
    assertThat(maker().makeIn(directory, "porch-cam", layer -> {})).isTrue();
  }

  private IntegrityMaker maker() throws Exception {
    return new IntegrityMaker(model, TinyModel::transposed, new SecureRandom());
  }

  @Test
  void theSecretsFit() throws Exception {
    try (IntegritySecrets secrets = IntegritySecrets.open(file, model, "porch-cam")) {
      assertThat(secrets.layers()).isEqualTo(2);
      assertThat(secrets.layer(0).repetitions()).isEqualTo(3); // 16 bits
      assertThat(secrets.layer(1).repetitions()).isEqualTo(2); // 25 bits
      for (int layer = 0; layer < 2; layer++) {
        int[] result = new int[layer == 0 ? 2 : 3];
        TinyModel.images(layer, 1, INPUT, result);
        FreivaldsCheck check = secrets.layer(layer);
        int[] expected = check.expected(INPUT);
        assertThat(check.accepts(result, expected)).isTrue();
        result[1] = Modulus.ofBits(16).add(result[1], 1);
        assertThat(check.accepts(result, expected)).isFalse();
      }
      assertThat(secrets).hasToString("IntegritySecrets[secret, 2 layers]");
    }
  }

  @Test
  void itIsItsOwnersAloneAndNoOtherFileIsLeft() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(file, directory.resolve("model"));
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatExceptionOfType(UnsafeFileException.class).isThrownBy(this::open);
  }

  @Test
  void everyFlippedBitIsFound() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < Byte.SIZE * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      Files.write(file, flipped);
      assertThatExceptionOfType(IntegrityFileException.class)
          .as("bit %d", bit)
          .isThrownBy(this::open)
          .withMessageContaining("is damaged");
    }
  }

  @Test
  void everyOtherLengthIsRefused() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length <= whole.length + 1; length++) {
      if (length != whole.length) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertThatExceptionOfType(IntegrityFileException.class)
            .isThrownBy(this::open)
            .withMessage(file + " has " + length + " bytes, the model needs " + whole.length);
      }
    }
  }

  @Test
  void anotherDevicesFileIsRefusedAndNeverReplaced() throws Exception {
    byte[] before = Files.readAllBytes(file);
    assertThatExceptionOfType(IntegrityFileException.class)
        .isThrownBy(() -> IntegritySecrets.open(file, model, "back-cam"))
        .withMessageEndingWith("is not the integrity file of this device and model");
    assertThatExceptionOfType(PadsException.class)
        .isThrownBy(() -> maker().makeIn(directory, "back-cam", layer -> {}));
    assertThat(maker().makeIn(directory, "porch-cam", layer -> {})).isFalse();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    Files.delete(file);
    assertThatExceptionOfType(IntegrityFileException.class)
        .isThrownBy(this::open)
        .withMessageStartingWith(file + " is missing");
  }

  @Test
  void imagesThatAreNoResiduesAreNotWritten() throws Exception {
    Files.delete(file);
    IntegrityMaker wrong =
        new IntegrityMaker(model, (layer, s, t) -> t[0][0] = -1, new SecureRandom());
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> wrong.makeIn(directory, "porch-cam", layer -> {}));
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(directory.resolve("model"));
    }
  }

  private void open() throws Exception {
    IntegritySecrets.open(file, model, "porch-cam").close();
  }
}
