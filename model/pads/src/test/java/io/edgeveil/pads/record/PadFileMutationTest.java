package io.edgeveil.pads.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.pads.Golden;
import io.edgeveil.pads.file.Disk;
import io.edgeveil.pads.file.UnsafeFileException;
import io.edgeveil.pads.key.ChainKey;
import io.edgeveil.pads.key.PadKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pad file in which anything at all was changed is never read as if it were good. */
class PadFileMutationTest {
  @TempDir Path directory;

  @Test
  void theGoldenFileOpens() throws Exception {
    try (PadFileReader reader =
            PadFileReader.open(Disk.OF_THIS_MACHINE, write(Golden.bytes("pads")));
        PadKey first = key();
        ChainKey chain = ChainKey.readFrom(ByteBuffer.wrap(Golden.bytes("chain")));
        PadKey second = chain.next().pad()) {
      assertThat(reader.header().device()).isEqualTo("porch-cam");
      assertThat(reader.header().padFile()).isEqualTo("0123456789abcdef");
      assertThat(reader.header().firstIndex()).isEqualTo(5);
      assertThat(reader.header().endIndex()).isEqualTo(7);
      assertThat(images(reader, 5, first)).containsExactly(35, 36, 37, 38, 39, 40, 41);
      assertThat(images(reader, 6, second)).containsExactly(42, 43, 44, 45, 46, 47, 48);
    }
  }

  @Test
  void theWriterWritesTheGoldenFile() throws Exception {
    byte[] golden = Golden.bytes("pads");
    PadFileHeader header = PadFileHeader.decode(Arrays.copyOf(golden, PadFileFormat.HEADER_BYTES));
    Path file = directory.resolve("written.bin");
    try (PadFileWriter writer = PadFileWriter.create(Disk.OF_THIS_MACHINE, file, header);
        ChainKey chain = ChainKey.readFrom(ByteBuffer.wrap(Golden.bytes("chain")))) {
      writer.write(6, chain.next().pad(), new byte[] {42, 43, 44, 45, 46, 47, 48});
      writer.write(5, chain.pad(), new byte[] {35, 36, 37, 38, 39, 40, 41});
      writer.finish();
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(golden);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void everyFlippedBitIsFound() throws Exception {
    byte[] golden = Golden.bytes("pads");
    int firstRecordEnd = PadFileFormat.HEADER_BYTES + 7 + PadFileFormat.TAG_BYTES;
    for (int bit = 0; bit < firstRecordEnd * Byte.SIZE; bit++) {
      byte[] changed = golden.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThatExceptionOfType(PadFileException.class)
          .as("bit %d", bit)
          .isThrownBy(() -> openFirst(changed))
          .withMessageMatching("(?s).*(pad file|record).*");
    }
  }

  @Test
  void everyOtherLengthIsFound() throws Exception {
    byte[] golden = Golden.bytes("pads");
    for (int length = 0; length <= golden.length + 1; length++) {
      byte[] changed = Arrays.copyOf(golden, length);
      if (length != golden.length) {
        assertThatExceptionOfType(PadFileException.class)
            .as("length %d", length)
            .isThrownBy(() -> openFirst(changed));
      }
    }
  }

  @Test
  void aRecordOpensOnlyInItsPlaceAndWithItsKey() throws Exception {
    byte[] golden = Golden.bytes("pads");
    int at = PadFileFormat.HEADER_BYTES;
    byte[] swapped = golden.clone();
    System.arraycopy(golden, at, swapped, at + 23, 23);
    System.arraycopy(golden, at + 23, swapped, at, 23);
    assertThatExceptionOfType(PadFileException.class).isThrownBy(() -> openFirst(swapped));
    try (PadFileReader reader = PadFileReader.open(Disk.OF_THIS_MACHINE, write(swapped));
        PadKey key = key()) {
      assertThatExceptionOfType(PadFileException.class).isThrownBy(() -> images(reader, 6, key));
    }
  }

  @Test
  void othersMayNotReadIt() throws Exception {
    Path file = write(Golden.bytes("pads"));
    for (String unsafe : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"}) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(unsafe));
      assertThatExceptionOfType(UnsafeFileException.class)
          .isThrownBy(() -> PadFileReader.open(Disk.OF_THIS_MACHINE, file))
          .withMessageContaining(unsafe)
          .withMessageContaining("chmod 600");
    }
  }

  private void openFirst(byte[] bytes) throws Exception {
    try (PadFileReader reader = PadFileReader.open(Disk.OF_THIS_MACHINE, write(bytes));
        PadKey key = key()) {
      var unused = images(reader, 5, key);
    }
  }

  private static byte[] images(PadFileReader reader, long index, PadKey key) throws Exception {
    byte[] record = new byte[reader.header().recordBytes()];
    reader.open(index, key, record);
    return Arrays.copyOf(record, record.length - AuthenticatedCipher.TAG_BYTES);
  }

  private static PadKey key() {
    return ChainKey.readFrom(ByteBuffer.wrap(Golden.bytes("chain"))).pad();
  }

  private Path write(byte[] bytes) throws IOException {
    Path file = directory.resolve("pads.bin");
    Files.write(file, bytes);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }
}
