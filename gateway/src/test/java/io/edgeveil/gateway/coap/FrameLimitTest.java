package io.edgeveil.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as RFC 8323, section 3.2, frames them; here up to 70,000 bytes behind the length. */
class FrameLimitTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new FrameLimit(70_000));

  private static byte[] message(String header, int bytesBehindLength) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(HexFormat.of().parseHex(header));
    bytes.writeBytes(new byte[bytesBehindLength]);
    return bytes.toByteArray();
  }

  private boolean passes(byte[] bytes, int piece) {
    for (int at = 0; at < bytes.length && channel.isOpen(); at += piece) {
      channel.writeInbound(Unpooled.copiedBuffer(bytes, at, Math.min(piece, bytes.length - at)));
    }
    return channel.isOpen();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000, 1 << 20})
  void messagesPassInWhateverPiecesTheyCome(int piece) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(message("00", 1)); // no token, nothing
    all.writeBytes(message("c8", 1 + 8 + 12)); // token of 8, 12 bytes
    all.writeBytes(message("d00a", 1 + 13 + 10));
    all.writeBytes(message("e10102", 1 + 1 + 269 + 0x102));
    all.writeBytes(message("f000000010", 1 + 65_805 + 16));
    all.writeBytes(message("10", 2));
    assertThat(passes(all.toByteArray(), piece)).isTrue();
    int arrived = 0;
    for (ByteBuf read = channel.readInbound(); read != null; read = channel.readInbound()) {
      arrived += read.readableBytes();
      read.release();
    }
    assertThat(arrived).isEqualTo(all.size());
  }

  @ParameterizedTest
  @CsvSource({"f000001061, true", "f000001063, false", "f07fffffff, false", "f8ffffffff, false"})
  void whatAnnouncesTooMuchIsCutOffBeforeItComes(String header, boolean passes) {
    assertThat(passes(message(header, 0), 1)).isEqualTo(passes);
  }

  @Test
  void afterAWholeMessageTheNextIsLookedAt() {
    assertThat(passes(message("d00a", 1 + 13 + 10), 5)).isTrue();
    assertThat(passes(message("f07fffffff", 0), 5)).isFalse();
  }
}
