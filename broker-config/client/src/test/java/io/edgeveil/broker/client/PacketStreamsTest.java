package io.edgeveil.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counts calls to the socket, which do not depend on the machine. */
class PacketStreamsTest {
  private static final int CHUNK_BYTES = 128_000;

  private final List<Integer> written = new ArrayList<>();
  private final List<Integer> read = new ArrayList<>();
  private final PacketStreams streams = new PacketStreams();

  private final OutputStream socketOut =
      new OutputStream() {
        @Override
        public void write(int value) {
          written.add(1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
          written.add(length);
        }
      };

  @Test
  void aPacketWrittenInPiecesGoesOutAtOnceWhenItIsFlushed() throws IOException {
    OutputStream paho = new BufferedOutputStream(streams.writing(socketOut));
    paho.write(new byte[200]);
    for (int at = 0; at < CHUNK_BYTES; at += 1024) { // as Paho does
      paho.write(new byte[1024], 0, Math.min(1024, CHUNK_BYTES - at));
    }
    assertThat(written).isEmpty();
    paho.flush();
    assertThat(written).containsExactly(CHUNK_BYTES + 200);
  }

  @Test
  void aPacketReadByItsHeadIsReadInTwoCalls() throws IOException {
    streams.release();
    byte[] packet = new byte[4 + CHUNK_BYTES];
    InputStream socketIn =
        new FilterInputStream(new ByteArrayInputStream(packet)) {
          @Override
          public int read() {
            throw new AssertionError("byte by byte");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            read.add(count);
            return count;
          }
        };
    DataInputStream paho = new DataInputStream(streams.reading(socketIn));
    for (int i = 0; i < 4; i++) {
      paho.readByte();
    }
    paho.readFully(new byte[CHUNK_BYTES]);
    assertThat(read).containsExactly(4096, CHUNK_BYTES + 4 - 4096);
  }
}
