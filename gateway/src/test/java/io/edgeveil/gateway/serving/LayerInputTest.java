package io.edgeveil.gateway.serving;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.ConflictingChunkException;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.gateway.model.ServedLayer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in for a layer: the digest by which it is known again, and what is wiped. */
class LayerInputTest {
  private static final long MODEL = 0xfedcba9876543210L;

  private static ServedLayer layer(int inputs) {
    Quantisation numbers =
        new Quantisation(0, 1f, 8, false, 17, 0, 0, 0, 0, new Constant(0, 1), new Constant(0, 1));
    return new ServedLayer("dense", new Dense(Shape.of(1, inputs), 1, numbers), null);
  }

  private static ChunkedInput chunked(ServedLayer layer, int[] tensor) throws Exception {
    ChunkHeader header =
        ChunkHeader.request(
            Packing.BYTES.bits(layer.modulus()), 1, 0, MODEL, 0, layer.inputElements());
    ChunkedInput input = new ChunkedInput(layer, Packing.BYTES);
    List<Chunk> chunks = TensorChunks.encode(header, tensor, 10_000);
    for (Chunk chunk : chunks) {
      assertThat(input.add(chunk)).isEqualTo(chunk == chunks.get(chunks.size() - 1));
    }
    return input;
  }

  private static Chunk seed(int first) {
    byte[] key = new byte[32];
    key[0] = (byte) first;
    return Chunk.seed(ChunkHeader.seed(1, 0, MODEL, 0), key);
  }

  /** SHA-256 over the model's prefix and every residue as four bytes: 4096 is a block. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4095, 4096, 4097, 9000})
  void theDigestOfATensorIsOverAllOfIt(int elements) throws Exception {
    ServedLayer layer = layer(elements);
    int[] tensor = new Random(elements).ints(elements, 0, layer.modulus().prime()).toArray();
    ByteBuffer bytes = ByteBuffer.allocate(4 * elements).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(tensor);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update("fedcba9876543210".getBytes(US_ASCII));
    assertThat(chunked(layer, tensor).digest(MODEL)).isEqualTo(digest.digest(bytes.array()));
    tensor[elements - 1] ^= 1;
    assertThat(chunked(layer, tensor).digest(MODEL)).isNotEqualTo(digest.digest(bytes.array()));
  }

  @Test
  void aDigestDiffersByKindModelAndContent() throws Exception {
    Set<String> digests = new HashSet<>();
    for (int content : new int[] {1, 2}) {
      SeedInput input = new SeedInput(layer(8));
      assertThat(input.add(seed(content))).isTrue();
      for (long model : new long[] {1, MODEL}) {
        digests.add(HexFormat.of().formatHex(input.digest(model)));
        int[] tensor = {content, 0, 0, 0, 0, 0, 0, 0};
        digests.add(HexFormat.of().formatHex(chunked(layer(8), tensor).digest(model)));
      }
    }
    assertThat(digests).hasSize(8);
  }

  @Test
  void aSeedComesOnceOrTheSame() throws Exception {
    SeedInput input = new SeedInput(layer(8));
    assertThat(input.add(seed(1))).isTrue();
    assertThat(input.add(seed(1))).as("again").isTrue();
    byte[] digest = input.digest(MODEL);
    assertThatThrownBy(() -> input.add(seed(2))).isInstanceOf(ConflictingChunkException.class);
    assertThat(input.digest(MODEL)).as("nothing has changed").isEqualTo(digest);
    Chunk tensor =
        TensorChunks.encode(
                ChunkHeader.request(Packing.BYTES.bits(layer(8).modulus()), 1, 0, MODEL, 0, 8),
                new int[8],
                10_000)
            .get(0);
    assertThatThrownBy(() -> input.add(tensor)).isInstanceOf(ConflictingChunkException.class);
  }

  @Test
  void keyAndMaskOfASeedAreWiped() throws Exception {
    SeedInput input = new SeedInput(layer(8));
    input.wipe(); // nothing is there yet
    assertThat(input.add(seed(1))).isTrue();
    int[] mask = input.residues();
    assertThat(mask).hasSize(8);
    assertThat(mask).isNotEqualTo(new int[8]);
    byte[] digest = input.digest(MODEL);
    input.wipe();
    assertThat(mask).as("the live array").isEqualTo(new int[8]);
    assertThat(input.digest(MODEL)).as("of a key of zeros").isNotEqualTo(digest);
    assertThat(input.mayBeKept()).isFalse();
  }
}
