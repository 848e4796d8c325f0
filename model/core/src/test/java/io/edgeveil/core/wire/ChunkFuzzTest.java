package io.edgeveil.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.edgeveil.core.modulus.Modulus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Any bytes are chunks that were taken in whole, or a {@link WireFormatException}. The input is a
 * stream of messages for one tensor, each of a length byte and so many bytes, in sessions of either
 * packing; every other one gets the checksum it needs, which no mutation finds.
 */
class ChunkFuzzTest {
  private static final int ELEMENTS = 40;

  @TestFactory
  Stream<DynamicTest> corpus() throws IOException {
    Path inputs =
        Path.of("src/test/resources/io/edgeveil/core/wire/ChunkFuzzTestInputs/chunksOfOneTensor");
    try (Stream<Path> files = Files.list(inputs)) {
      return files.sorted().toList().stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      file.getFileName().toString(),
                      () -> chunksOfOneTensor(Files.readAllBytes(file))));
    }
  }

  @FuzzTest
  void chunksOfOneTensor(byte[] data) {
    Modulus modulus = data.length % 2 == 0 ? Modulus.ofBits(20) : Modulus.ofBits(31);
    List<TensorAssembly> assemblies =
        Stream.of(Packing.values())
            .map(packing -> new TensorAssembly(ELEMENTS, modulus, packing))
            .toList();
    for (int at = 0, n = 0; at < data.length; n++) {
      int end = Math.min(data.length, at + 1 + (data[at] & 0xff));
      byte[] message = Arrays.copyOfRange(data, at + 1, end);
      if (n % 2 == 0) {
        seal(message);
      }
      assemblies.forEach(assembly -> take(assembly, message));
      at = end;
    }
    for (TensorAssembly assembly : assemblies) {
      if (assembly.isComplete()) {
        for (int residue : assembly.tensor()) {
          assertThat(residue).isBetween(0, modulus.prime() - 1);
        }
      }
    }
  }

  private static void take(TensorAssembly assembly, byte[] message) {
    try {
      Chunk chunk = Chunk.decode(message);
      assertThat(chunk.header().chunkBytes()).isEqualTo(message.length);
      assertThat(chunk.toString()).doesNotContain("\n");
      assertThat(Chunk.decode(chunk.bytes().clone()).header()).isEqualTo(chunk.header());
      if (chunk.header().kind() == ChunkHeader.Kind.SEED) {
        byte[] key = chunk.seedKey();
        assertThat(Chunk.seed(chunk.header(), key).bytes()).isEqualTo(message);
      }
      if (assembly.add(chunk)) {
        assertThat(assembly.isComplete()).isTrue();
        assertThat(Chunk.encode(chunk.header(), assembly.tensor()).bytes()).isEqualTo(message);
      }
    } catch (WireFormatException e) {
      assertThat(e).hasMessageNotContaining("\n");
    }
  }

  private static void seal(byte[] message) {
    if (message.length >= ChunkHeader.BYTES) {
      var crc = new java.util.zip.CRC32C();
      crc.update(message, 0, ChunkHeader.CHECKSUM_AT);
      crc.update(message, ChunkHeader.MICROS_AT, message.length - ChunkHeader.MICROS_AT);
      ByteBuffer.wrap(message)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(ChunkHeader.CHECKSUM_AT, (int) crc.getValue());
    }
  }
}
