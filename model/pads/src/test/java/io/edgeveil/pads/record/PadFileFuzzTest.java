package io.edgeveil.pads.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.edgeveil.pads.Golden;
import io.edgeveil.pads.file.Disk;
import io.edgeveil.pads.file.UnsafeFileException;
import io.edgeveil.pads.key.ChainKey;
import io.edgeveil.pads.key.PadKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any bytes are a pad file whose records open with their own keys alone, or are refused. A header's
 * checksum is made right first: no mutation finds it.
 */
class PadFileFuzzTest {
  @TempDir static Path folder;
  private static byte[] chain;

  @BeforeAll
  static void readChain() throws Exception {
    chain = Golden.bytes("chain");
  }

  @TestFactory
  Stream<DynamicTest> corpus() throws IOException {
    Path inputs =
        Path.of("src/test/resources/io/edgeveil/pads/record/PadFileFuzzTestInputs/padFiles");
    try (Stream<Path> files = Files.list(inputs)) {
      return files.sorted().toList().stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      file.getFileName().toString(), () -> padFiles(Files.readAllBytes(file))));
    }
  }

  @FuzzTest
  void padFiles(byte[] data) throws IOException, UnsafeFileException {
    Path file = folder.resolve("pads.bin");
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    seal(data);
    Files.write(file, data);
    try (PadFileReader reader = PadFileReader.open(Disk.OF_THIS_MACHINE, file)) {
      PadFileHeader header = reader.header();
      assertThat(header.endIndex()).isGreaterThan(header.firstIndex());
      for (long index : new long[] {header.firstIndex(), header.endIndex() - 1}) {
        open(reader, index);
      }
    } catch (PadFileException e) {
      assertThat(e.getMessage()).isNotNull();
    }
  }

  private static void open(PadFileReader reader, long index) throws IOException {
    try (PadKey key = ChainKey.readFrom(ByteBuffer.wrap(chain)).pad()) {
      reader.open(index, key, new byte[reader.header().recordBytes()]);
    } catch (PadFileException e) {
      assertThat(e.getMessage()).isNotNull();
    }
  }

  private static void seal(byte[] data) {
    if (data.length >= PadFileFormat.HEADER_BYTES) {
      CRC32C crc = new CRC32C();
      crc.update(data, 0, PadFileFormat.CHECKSUM_AT);
      ByteBuffer.wrap(data)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(PadFileFormat.CHECKSUM_AT, (int) crc.getValue());
    }
  }
}
