package io.edgeveil.pads.state;

import io.edgeveil.pads.key.ChainKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/** How far a chain is spent: the index of the next pad and its chain key. Owns the key. */
public final class ChainState implements AutoCloseable {
  private final long counter;
  private final long nextIndex;
  private final String padFile;
  private final ChainKey key;

  private ChainState(long counter, long nextIndex, String padFile, ChainKey key) {
    this.counter = counter;
    this.nextIndex = nextIndex;
    this.padFile = padFile;
    this.key = key;
  }

  /**
   * The state of a chain of which nothing is spent.
   *
   * @param nextIndex index of the first pad
   * @param padFile id of the pad file, 16 hexadecimal digits
   * @param key C of that index; owned by the state from here on
   */
  public static ChainState first(long nextIndex, String padFile, ChainKey key) {
    return new ChainState(1, nextIndex, padFile, key);
  }

  /** The state after the next pad is spent. */
  ChainState next() {
    return new ChainState(counter + 1, nextIndex + 1, padFile, key.next());
  }

  /** This state again, to be written after a later one. */
  ChainState after(ChainState later) {
    return new ChainState(later.counter + 1, nextIndex, padFile, key.copy());
  }

  /** Index of the next pad. */
  public long nextIndex() {
    return nextIndex;
  }

  /** Id of the pad file. */
  public String padFile() {
    return padFile;
  }

  /** The key of the next pad; this state goes on owning it. */
  ChainKey key() {
    return key;
  }

  long counter() {
    return counter;
  }

  /** A slot with this state; whoever asked wipes it. */
  byte[] encode() {
    byte[] slot = new byte[StateFormat.SLOT_BYTES];
    ByteBuffer buffer =
        ByteBuffer.wrap(slot)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(StateFormat.MAGIC_AT, StateFormat.MAGIC)
            .putInt(StateFormat.VERSION_AT, StateFormat.VERSION)
            .putLong(StateFormat.COUNTER_AT, counter)
            .putLong(StateFormat.NEXT_INDEX_AT, nextIndex)
            .put(StateFormat.PAD_FILE_AT, HexFormat.of().parseHex(padFile));
    key.writeTo(buffer.position(StateFormat.KEY_AT));
    buffer.putInt(StateFormat.CHECKSUM_AT, checksum(slot));
    return slot;
  }

  /** The state in a slot, unless the slot is empty, torn or damaged. */
  static Optional<ChainState> decode(byte[] slot) {
    ByteBuffer buffer = ByteBuffer.wrap(slot).order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.getInt(StateFormat.MAGIC_AT) != StateFormat.MAGIC
        || buffer.getInt(StateFormat.VERSION_AT) != StateFormat.VERSION
        || buffer.getInt(StateFormat.CHECKSUM_AT) != checksum(slot)
        || buffer.getInt(StateFormat.ZERO_AT) != 0) {
      return Optional.empty();
    }
    byte[] padFile = Arrays.copyOfRange(slot, StateFormat.PAD_FILE_AT, StateFormat.KEY_AT);
    return Optional.of(
        new ChainState(
            buffer.getLong(StateFormat.COUNTER_AT),
            buffer.getLong(StateFormat.NEXT_INDEX_AT),
            HexFormat.of().formatHex(padFile),
            ChainKey.readFrom(buffer.position(StateFormat.KEY_AT))));
  }

  private static int checksum(byte[] slot) {
    CRC32C crc = new CRC32C();
    crc.update(slot, 0, StateFormat.CHECKSUM_AT);
    return (int) crc.getValue();
  }

  /** Overwrites the key. */
  @Override
  public void close() {
    key.close();
  }
}
