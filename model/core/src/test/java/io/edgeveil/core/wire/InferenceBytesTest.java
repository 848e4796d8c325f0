package io.edgeveil.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.modulus.Modulus;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What one inference of AlexNet in the layout of 2012 puts on the line: bytes and messages,
 * exactly. The k are those of {@code edgeveil-model alexnet --layout original}, imported at 8 bits,
 * as {@code edgeveil-model plan} shows them.
 */
class InferenceBytesTest {
  /** As sensors ask for. */
  private static final int CHUNK_BYTES = 128_000;

  private record Layer(int inputs, int outputs, int k) {}

  private static final List<Layer> ALEXNET =
      List.of(
          new Layer(3 * 227 * 227, 96 * 55 * 55, 22),
          new Layer(96 * 27 * 27, 256 * 27 * 27, 23),
          new Layer(256 * 13 * 13, 384 * 13 * 13, 24),
          new Layer(384 * 13 * 13, 384 * 13 * 13, 24),
          new Layer(384 * 13 * 13, 256 * 13 * 13, 24),
          new Layer(9216, 4096, 26),
          new Layer(4096, 4096, 25),
          new Layer(4096, 1000, 25));

  /** One less: {@code import --activation-bits 7} halves every range. */
  private static final List<Layer> ALEXNET_AT_7_BITS =
      ALEXNET.stream().map(l -> new Layer(l.inputs, l.outputs, l.k - 1)).toList();

  /** Of all chunks of an inference, one way or both. */
  private record Sum(int messages, long bytes) {
    static Sum up(List<Layer> network, Packing packing, int chunkBytes) {
      Sum sum = new Sum(0, 0);
      for (Layer layer : network) {
        sum = sum.plus(layer.inputs, layer.k, packing, chunkBytes);
      }
      return sum;
    }

    static Sum down(List<Layer> network, Packing packing, int chunkBytes) {
      Sum sum = new Sum(0, 0);
      for (Layer layer : network) {
        sum = sum.plus(layer.outputs, layer.k, packing, chunkBytes);
      }
      return sum;
    }

    static Sum both(List<Layer> network, Packing packing, int chunkBytes) {
      Sum up = up(network, packing, chunkBytes);
      Sum down = down(network, packing, chunkBytes);
      return new Sum(up.messages + down.messages, up.bytes + down.bytes);
    }

    private Sum plus(int elements, int k, Packing packing, int chunkBytes) {
      int bits = packing.bits(Modulus.ofBits(k));
      ChunkHeader whole = ChunkHeader.request(bits, 1, 2, 3, 4, elements);
      List<Chunk> chunks = TensorChunks.encode(whole, new int[elements], chunkBytes);
      return new Sum(
          messages + chunks.size(),
          bytes + chunks.stream().mapToLong(chunk -> chunk.bytes().length).sum());
    }

    /** Share of the chunks' headers in all. */
    double headers() {
      return (double) messages * ChunkHeader.BYTES / bytes;
    }
  }

  @Test
  void inBytes() {
    assertThat(Sum.up(ALEXNET, Packing.BYTES, CHUNK_BYTES)).isEqualTo(new Sum(15, 1_263_473));
    assertThat(Sum.down(ALEXNET, Packing.BYTES, CHUNK_BYTES)).isEqualTo(new Sum(21, 1_988_352));
    Sum both = Sum.both(ALEXNET, Packing.BYTES, CHUNK_BYTES);
    assertThat(both).isEqualTo(new Sum(36, 3_251_825));
    assertThat(both.bytes).isLessThanOrEqualTo(3_300_000);
    assertThat(both.headers()).isLessThan(0.005);
  }

  @Test
  void inBits() {
    assertThat(Sum.up(ALEXNET, Packing.BITS, CHUNK_BYTES)).isEqualTo(new Sum(15, 1_202_001));
    assertThat(Sum.down(ALEXNET, Packing.BITS, CHUNK_BYTES)).isEqualTo(new Sum(21, 1_884_898));
    Sum both = Sum.both(ALEXNET, Packing.BITS, CHUNK_BYTES);
    assertThat(both).isEqualTo(new Sum(36, 3_086_899));
    assertThat(both.headers()).isLessThan(0.005);
  }

  @Test
  void inBitsWithActivationsOfSevenBits() {
    Sum both = Sum.both(ALEXNET_AT_7_BITS, Packing.BITS, CHUNK_BYTES);
    assertThat(both).isEqualTo(new Sum(33, 2_952_421));
    assertThat(both.bytes).isLessThan(3_000_000);
  }

  @Test
  void chunksAsSmallAsCoapSendsThemOverUdp() {
    assertThat(Sum.both(ALEXNET, Packing.BYTES, 4096)).isEqualTo(new Sum(818, 3_301_873));
    assertThat(Sum.both(ALEXNET, Packing.BITS, 4096)).isEqualTo(new Sum(776, 3_134_459));
  }
}
