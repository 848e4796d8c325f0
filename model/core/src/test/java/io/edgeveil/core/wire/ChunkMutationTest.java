package io.edgeveil.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.modulus.Modulus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkMutationTest {
  private static final int ELEMENTS = 40;
  private static final Modulus MODULUS = Modulus.ofBits(21);
  private static final int COUNT = 20; // elements of the chunk; 420 bits, so 4 of the last byte

  @ParameterizedTest
  @MethodSource("everyByteOfTheHeader")
  void everyOtherValueOfEveryHeaderByteIsRefused(int at) {
    for (Packing packing : Packing.values()) {
      byte[] bytes = chunk(packing);
      byte original = bytes[at];
      for (int value = 0; value < 256; value++) {
        if ((byte) value != original) {
          bytes[at] = (byte) value;
          assertThatThrownBy(() -> Chunk.decode(bytes))
              .as("byte %d set to %d", at, value)
              .isInstanceOf(WireFormatException.class);
        }
      }
    }
  }

  static IntStream everyByteOfTheHeader() {
    return IntStream.range(0, ChunkHeader.BYTES);
  }

  @ParameterizedTest
  @EnumSource
  void everyFlippedBitOfThePayloadIsRefused(Packing packing) {
    byte[] bytes = chunk(packing);
    for (int at = ChunkHeader.BYTES; at < bytes.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        bytes[at] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> Chunk.decode(bytes))
            .isInstanceOf(WireFormatException.class)
            .hasMessageContaining("checksum");
        bytes[at] ^= (byte) (1 << bit);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTruncationAndExtensionIsRefused(Packing packing) {
    byte[] bytes = chunk(packing);
    for (int length = 0; length < bytes.length + 8; length++) {
      if (length != bytes.length) {
        byte[] other = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> Chunk.decode(other))
            .as("%d bytes", length)
            .isInstanceOf(WireFormatException.class);
      }
    }
  }

  /**
   * A checksum that fits does not make a header true: each field out of its range, checksum made
   * right again.
   */
  @ParameterizedTest
  @CsvSource({
    "kind,5,1,0",
    "kind,5,1,3",
    "bits of no packing,6,1,0",
    "bytes for bits,6,1,3",
    "bits of a seed,6,1,8",
    "bits of no packing,6,1,15",
    "bits of another length,6,1,20",
    "bits of another length,6,1,22",
    "bits of another length,6,1,32",
    "bits of no packing,6,1,33",
    "bits negative,6,1,149",
    "inference negative,16,8,-1",
    "chunk beyond chunks,34,2,3",
    "no chunks,36,2,0",
    "offset negative,40,4,-1",
    "offset beyond total,40,4,2147483647",
    "count zero,48,4,0",
    "count negative,48,4,-1",
    "count huge,48,4,2147483647",
    "total zero,52,4,0",
    "compute time in a request,60,4,1",
    "version,4,1,2",
    "reserved,7,1,1",
    "reserved,38,2,1",
    "reserved,44,4,1",
  })
  void aFieldOutOfRangeIsRefusedThoughItsChecksumFits(String what, int at, int width, long value) {
    for (Packing packing : Packing.values()) {
      byte[] bytes = chunk(packing);
      ByteBuffer buffer = littleEndian(bytes);
      switch (width) {
        case 1 -> buffer.put(at, (byte) value);
        case 2 -> buffer.putShort(at, (short) value);
        case 4 -> buffer.putInt(at, (int) value);
        default -> buffer.putLong(at, value);
      }
      seal(bytes);
      assertThatThrownBy(() -> Chunk.decode(bytes))
          .as(what)
          .isInstanceOf(WireFormatException.class);
    }
  }

  @Test
  void everyBitThatIsSetBehindTheLastElementIsRefusedThoughTheChecksumFits() {
    byte[] bytes = chunk(Packing.BITS);
    assertThat(bytes).hasSize(ChunkHeader.BYTES + 53);
    for (int bit = 4; bit < 8; bit++) {
      byte[] mutated = bytes.clone();
      mutated[mutated.length - 1] |= (byte) (1 << bit);
      seal(mutated);
      assertThatThrownBy(() -> Chunk.decode(mutated))
          .isInstanceOf(WireFormatException.class)
          .hasMessageContaining("behind the last element");
    }
  }

  @Test
  void everyElementInBitsThatIsNoResidueIsRefused() throws WireFormatException {
    for (int element = 0; element < COUNT; element++) {
      byte[] bytes = chunk(Packing.BITS);
      for (int bit = element * 21; bit < (element + 1) * 21; bit++) { // all ones: 2^21 - 1 >= p
        bytes[ChunkHeader.BYTES + bit / 8] |= (byte) (1 << bit % 8);
      }
      seal(bytes);
      Chunk chunk = Chunk.decode(bytes);
      assertThatThrownBy(() -> chunk.unpackInto(new int[ELEMENTS], MODULUS))
          .as("element %d", element)
          .isInstanceOf(WireFormatException.class)
          .hasMessageContaining("not a residue");
    }
  }

  @Test
  void aWidthThatNoPackingGivesTheLayerIsRefused() throws WireFormatException {
    for (int bits : new int[] {16, 20, 22, 31, 32}) {
      Chunk chunk =
          Chunk.encode(ChunkHeader.request(bits, 5, 6, 7, 8, ELEMENTS), new int[ELEMENTS]);
      assertThatThrownBy(() -> chunk.unpackInto(new int[ELEMENTS], MODULUS))
          .isInstanceOf(WireFormatException.class)
          .hasMessageContaining("elements of 21 or 24 bits");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "kind request,5,1,1",
    "kind reply,5,1,2",
    "bits of an element,6,1,24",
    "chunk one,34,2,1",
    "two chunks,36,2,2",
    "offset,40,4,1",
    "count shorter,48,4,31",
    "total shorter,52,4,31",
    "total longer,52,4,33",
    "compute time,60,4,1",
    "key of zeros,64,32,0",
  })
  void aSeedHasOneFormOnly(String what, int at, int width, long value) {
    byte[] bytes = seed().bytes();
    ByteBuffer buffer = littleEndian(bytes);
    switch (width) {
      case 1 -> buffer.put(at, (byte) value);
      case 2 -> buffer.putShort(at, (short) value);
      case 4 -> buffer.putInt(at, (int) value);
      default -> Arrays.fill(bytes, at, at + width, (byte) value);
    }
    seal(bytes);
    assertThatThrownBy(() -> Chunk.decode(bytes)).as(what).isInstanceOf(WireFormatException.class);
  }

  @Test
  void everyFlippedBitAndTruncationOfASeedIsRefused() {
    byte[] bytes = seed().bytes();
    for (int at = 0; at < bytes.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        bytes[at] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> Chunk.decode(bytes)).isInstanceOf(WireFormatException.class);
        bytes[at] ^= (byte) (1 << bit);
      }
      byte[] shorter = Arrays.copyOf(bytes, at);
      assertThatThrownBy(() -> Chunk.decode(shorter)).isInstanceOf(WireFormatException.class);
    }
  }

  @Test
  void aSeedIsNoPartOfATensor() {
    TensorAssembly assembly = new TensorAssembly(seed().header().total(), MODULUS, Packing.BYTES);
    assertThatThrownBy(() -> assembly.add(seed()))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("seed");
  }

  @Test
  void aWipedSeedHoldsNoKeyAndSaysSo() {
    Chunk seed = seed();
    assertThat(seed.seedKey()).hasSize(32).contains(1, 32);
    seed.wipe();
    assertThat(Arrays.copyOfRange(seed.bytes(), ChunkHeader.BYTES, seed.bytes().length))
        .containsOnly(0);
    assertThatThrownBy(seed::seedKey).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Chunk.seed(seed.header(), new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Chunk.seed(seed.header(), new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Chunk.encode(seed.header(), new int[32]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Chunk seed() {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (i + 1);
    }
    return Chunk.seed(ChunkHeader.seed(5, 6, 7, 8), key);
  }

  @ParameterizedTest
  @MethodSource("residuesOutOfRange")
  void anElementThatIsNoResidueIsRefused(int element) throws WireFormatException {
    byte[] bytes = chunk(Packing.BYTES);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = ChunkHeader.BYTES + 3 * 17;
    buffer.put(at, (byte) element).put(at + 1, (byte) (element >> 8));
    buffer.put(at + 2, (byte) (element >> 16));
    seal(bytes);
    Chunk chunk = Chunk.decode(bytes);
    assertThatThrownBy(() -> chunk.unpackInto(new int[ELEMENTS], MODULUS))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("not a residue");
  }

  static IntStream residuesOutOfRange() {
    return IntStream.of(MODULUS.prime(), MODULUS.prime() + 1, 1 << 21, 0xffffff);
  }

  @Test
  void randomBytesNeverDoMoreThanBeRefused() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertThatThrownBy(() -> Chunk.decode(bytes)).isInstanceOf(WireFormatException.class);
    }
  }

  private static byte[] chunk(Packing packing) {
    int[] tensor = new Random(7).ints(ELEMENTS, 0, MODULUS.prime()).toArray();
    ChunkHeader header = ChunkHeader.request(packing.bits(MODULUS), 5, 6, 7, 8, ELEMENTS);
    return Chunk.encode(header.part(1, 2, COUNT, COUNT), tensor).bytes();
  }

  private static void seal(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, ChunkHeader.CHECKSUM_AT);
    crc.update(bytes, ChunkHeader.MICROS_AT, bytes.length - ChunkHeader.MICROS_AT);
    littleEndian(bytes).putInt(ChunkHeader.CHECKSUM_AT, (int) crc.getValue());
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
