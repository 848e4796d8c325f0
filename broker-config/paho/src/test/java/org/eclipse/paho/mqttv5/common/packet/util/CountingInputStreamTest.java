package org.eclipse.paho.mqttv5.common.packet.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/**
 * The replaced stream counts as Paho's does and asks the stream beneath once for each bulk read.
 */
class CountingInputStreamTest {

  private final Tally beneath = new Tally(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
  private final CountingInputStream counting = new CountingInputStream(beneath);

  @Test
  void readsInBulkWithOneCall() throws IOException {
    byte[] buffer = new byte[10];
    assertThat(counting.read(buffer, 1, 6)).isEqualTo(6);
    assertThat(buffer).containsExactly(0, 1, 2, 3, 4, 5, 6, 0, 0, 0);
    assertThat(beneath.bulkReads).isEqualTo(1);
    assertThat(beneath.singleReads).isZero();
    assertThat(counting.getCounter()).isEqualTo(6);
  }

  @Test
  void readFullyOfADataInputStreamIsOneCall() throws IOException {
    new DataInputStream(counting).readFully(new byte[8]);
    assertThat(beneath.bulkReads).isEqualTo(1);
    assertThat(beneath.singleReads).isZero();
  }

  @Test
  void countsSingleReadsAndSkips() throws IOException {
    assertThat(counting.read()).isEqualTo(1);
    assertThat(counting.skip(3)).isEqualTo(3);
    assertThat(counting.read()).isEqualTo(5);
    assertThat(counting.getCounter()).isEqualTo(5);
    counting.resetCounter();
    assertThat(counting.getCounter()).isZero();
  }

  @Test
  void theEndOfTheStreamIsNotCounted() throws IOException {
    assertThat(counting.skip(100)).isEqualTo(8);
    assertThat(counting.read()).isEqualTo(-1);
    assertThat(counting.read(new byte[4], 0, 4)).isEqualTo(-1);
    assertThat(counting.getCounter()).isEqualTo(8);
  }

  /** Counts how it is asked. */
  private static final class Tally extends InputStream {
    private final ByteArrayInputStream bytes;
    private int bulkReads;
    private int singleReads;

    Tally(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      singleReads++;
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      bulkReads++;
      return bytes.read(buffer, offset, length);
    }

    @Override
    public long skip(long count) {
      return bytes.skip(count);
    }
  }
}
