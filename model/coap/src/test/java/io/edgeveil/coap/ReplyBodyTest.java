package io.edgeveil.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.core.wire.WireFormatException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyBodyTest {
  private static final List<Chunk> CHUNKS =
      TensorChunks.encode(
          ChunkHeader.request(24, 7, 1, 9, 2, 100).reply(100, 5),
          new int[100],
          ChunkHeader.BYTES + 3 * 30);

  @Test
  void chunksGoThereAndBack() throws Exception {
    assertThat(CHUNKS).hasSize(4);
    assertThat(ReplyBody.cut(ReplyBody.join(CHUNKS)))
        .containsExactlyElementsOf(CHUNKS.stream().map(Chunk::bytes).toList());
    assertThat(ReplyBody.cut(ReplyBody.join(List.of()))).isEmpty();
  }

  @Test
  void aPartOfAChunkIsRefused() throws Exception {
    byte[] body = ReplyBody.join(CHUNKS);
    int at = 0;
    for (Chunk chunk : CHUNKS) {
      for (int cut = at + 1; cut < at + chunk.bytes().length; cut++) {
        byte[] part = Arrays.copyOf(body, cut);
        assertThatThrownBy(() -> ReplyBody.cut(part)).isInstanceOf(WireFormatException.class);
      }
      at += chunk.bytes().length;
      assertThat(ReplyBody.cut(Arrays.copyOf(body, at))).hasSizeBetween(1, 4);
    }
  }

  @Test
  void whatIsNoChunkIsRefused() {
    assertThatThrownBy(() -> ReplyBody.cut(new byte[200]))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("magic");
  }
}
