package org.eclipse.paho.mqttv5.common.packet.util;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that counts the bytes read through it and passes bulk reads on as bulk reads.
 *
 * <p>It stands in for Paho's class of the same name: same constructor, same counter, but {@link
 * #read(byte[], int, int)} and {@link #skip} cost one call to the stream beneath, where Paho's
 * costs one for each byte.
 */
public class CountingInputStream extends InputStream {

  private final InputStream in;
  private int counter;

  /**
   * Counts what is read from {@code inputStream}, starting at zero.
   *
   * @param inputStream the stream beneath; retained, never closed
   */
  public CountingInputStream(InputStream inputStream) {
    this.in = inputStream;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      counter++;
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count > 0) {
      counter += count;
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    counter += Math.toIntExact(skipped);
    return skipped;
  }

  /** Returns the number of bytes read or skipped since the last {@link #resetCounter()}. */
  public int getCounter() {
    return counter;
  }

  /** Sets the counter to zero. */
  public void resetCounter() {
    counter = 0;
  }
}
