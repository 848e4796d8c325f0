package io.edgeveil.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.modulus.Modulus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorAssemblyLawTest {

  @Property(seed = "21")
  void anyOrderWithDoublesGivesTheTensor(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 1, max = 300) int elements,
      @ForAll @IntRange(min = 4, max = 200) int payloadBytes,
      @ForAll Packing packing,
      @ForAll long seed)
      throws WireFormatException {
    Modulus modulus = Modulus.ofBits(k);
    Random random = new Random(seed);
    int[] tensor = random.ints(elements, 0, modulus.prime()).toArray();
    List<Chunk> chunks = cut(modulus, packing, tensor, payloadBytes);
    List<Chunk> sent = new ArrayList<>(chunks);
    sent.addAll(chunks);
    Collections.shuffle(sent, random);

    TensorAssembly assembly = new TensorAssembly(elements, modulus, packing);
    List<Integer> seen = new ArrayList<>();
    for (Chunk chunk : sent) {
      boolean complete = assembly.add(Chunk.decode(chunk.bytes().clone()));
      if (!seen.contains(chunk.header().chunk())) {
        seen.add(chunk.header().chunk());
      }
      assertThat(complete).isEqualTo(seen.size() == chunks.size());
    }
    assertThat(assembly.tensor()).isEqualTo(tensor);
  }

  @Property(seed = "22", tries = 300)
  void noChunkIsLargerThanAllowedAndNoneCouldHoldAnElementMore(
      @ForAll @IntRange(min = 16, max = 31) int k,
      @ForAll @IntRange(min = 1, max = 5000) int elements,
      @ForAll @IntRange(min = 4, max = 2000) int payloadBytes,
      @ForAll Packing packing) {
    Modulus modulus = Modulus.ofBits(k);
    List<Chunk> chunks = cut(modulus, packing, new int[elements], payloadBytes);
    long most = chunks.get(0).header().count();
    for (Chunk chunk : chunks) {
      assertThat(chunk.bytes().length).isLessThanOrEqualTo(ChunkHeader.BYTES + payloadBytes);
      assertThat((long) chunk.header().count()).isLessThanOrEqualTo(most);
    }
    assertThat(chunks.size() == 1 || packing.payloadBytes(modulus, most + 1) > payloadBytes)
        .isTrue();
    assertThat(chunks)
        .hasSize(
            TensorChunks.count(elements, packing.bits(modulus), ChunkHeader.BYTES + payloadBytes));
  }

  @Test
  void chunksOfTheOtherPackingAreRefused() throws WireFormatException {
    for (int k : new int[] {20, 25}) {
      Modulus modulus = Modulus.ofBits(k);
      int[] tensor = {1, 2, 3, 4, 5, 6};
      for (Packing packing : Packing.values()) {
        Packing other = packing == Packing.BITS ? Packing.BYTES : Packing.BITS;
        TensorAssembly assembly = new TensorAssembly(6, modulus, packing);
        assembly.add(cut(modulus, packing, tensor, 60).get(0));
        for (Chunk chunk : cut(modulus, other, tensor, 60)) {
          assertThatThrownBy(() -> assembly.add(chunk))
              .isInstanceOf(WireFormatException.class)
              .isNotInstanceOf(ConflictingChunkException.class)
              .hasMessageContaining("agreed were elements of " + packing.bits(modulus));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDoubleWithOtherContentIsAConflictAndTheFirstContentStays(Packing packing)
      throws WireFormatException {
    Modulus modulus = Modulus.ofBits(20);
    int[] tensor = {1, 2, 3, 4, 5, 6};
    TensorAssembly assembly = new TensorAssembly(6, modulus, packing);
    List<Chunk> chunks = cut(modulus, packing, tensor, 6);
    assembly.add(chunks.get(1));
    Chunk other = cut(modulus, packing, new int[] {1, 2, 3, 7, 5, 6}, 6).get(1);
    assertThatThrownBy(() -> assembly.add(other)).isInstanceOf(ConflictingChunkException.class);
    assembly.add(chunks.get(0));
    assertThat(assembly.add(chunks.get(2))).isTrue();
    assertThat(assembly.tensor()).isEqualTo(tensor);
  }

  @Test
  void chunksOfAnotherCutOrSizeAreRefused() throws WireFormatException {
    Modulus modulus = Modulus.ofBits(20);
    int[] tensor = {1, 2, 3, 4, 5, 6};
    TensorAssembly assembly = new TensorAssembly(6, modulus, Packing.BYTES);
    assembly.add(cut(modulus, tensor, 6).get(0));
    assertThatThrownBy(() -> assembly.add(cut(modulus, tensor, 9).get(1)))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("cut otherwise");
    assertThatThrownBy(() -> assembly.add(cut(modulus, new int[7], 6).get(1)))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("wants 6 elements, got 7");
    assertThatThrownBy(assembly::tensor).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void overlappingOrUnevenChunksAreRefused() {
    Modulus modulus = Modulus.ofBits(20);
    ChunkHeader whole = ChunkHeader.request(24, 1, 1, 1, 1, 10);
    ChunkHeader[] wrong = {
      whole.part(1, 2, 3, 7), // 3 + 7 elements: not cut evenly
      whole.part(1, 3, 5, 5), // two chunks would do
      whole.part(0, 2, 4, 5), // the first must start at 0
      whole.part(2, 3, 7, 3), // 7 is no multiple of 2
      whole.part(0, 2, 0, 4), // 4 + 4 do not reach 10
    };
    for (ChunkHeader header : wrong) {
      Chunk chunk = Chunk.encode(header, new int[10]);
      assertThatThrownBy(() -> new TensorAssembly(10, modulus, Packing.BYTES).add(chunk))
          .as(header.toString())
          .isInstanceOf(WireFormatException.class);
    }
  }

  private static List<Chunk> cut(Modulus modulus, int[] tensor, int payloadBytes) {
    return cut(modulus, Packing.BYTES, tensor, payloadBytes);
  }

  private static List<Chunk> cut(Modulus modulus, Packing packing, int[] tensor, int payloadBytes) {
    return TensorChunks.encode(
        ChunkHeader.request(packing.bits(modulus), 1, 2, 3, 4, tensor.length),
        tensor,
        ChunkHeader.BYTES + payloadBytes);
  }
}
