package io.edgeveil.pads.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk that loses power at a chosen moment. What was not forced by then has reached the platter
 * as a choice says: nothing, all of it, or torn in the middle.
 */
final class CrashingStorage implements StateStorage {

  /** What becomes of a write that was not forced. */
  enum Unforced {
    LOST,
    KEPT,
    TORN,
    /** Later writes reach the disk, earlier ones do not. */
    ONLY_THE_LAST
  }

  private static final class Write {
    private final int slot;
    private final byte[] bytes;

    Write(int slot, byte[] bytes) {
      this.slot = slot;
      this.bytes = bytes;
    }
  }

  private final byte[][] platter;
  private final byte[][] cache;
  private final List<Write> pending = new ArrayList<>();
  private final Unforced unforced;
  private int stepsLeft;

  CrashingStorage(byte[][] platter, int stepsBeforeCrash, Unforced unforced) {
    this.platter = new byte[][] {platter[0].clone(), platter[1].clone()};
    this.cache = new byte[][] {platter[0].clone(), platter[1].clone()};
    this.stepsLeft = stepsBeforeCrash;
    this.unforced = unforced;
  }

  static byte[][] empty() {
    return new byte[2][SLOT_BYTES];
  }

  /** The same disk for the next process, when only this one died: nothing was forced by that. */
  CrashingStorage afterKill(int stepsBeforeCrash) {
    CrashingStorage next = new CrashingStorage(platter, stepsBeforeCrash, unforced);
    next.cache[0] = cache[0].clone();
    next.cache[1] = cache[1].clone();
    next.pending.addAll(pending);
    return next;
  }

  /** The disk for the first process after the power came back. */
  CrashingStorage afterPowerCut(int stepsBeforeCrash) {
    return new CrashingStorage(diskAfterPowerCut(), stepsBeforeCrash, unforced);
  }

  private byte[][] diskAfterPowerCut() {
    byte[][] disk = {platter[0].clone(), platter[1].clone()};
    for (int i = 0; i < pending.size(); i++) {
      Write write = pending.get(i);
      int kept =
          switch (unforced) {
            case LOST -> 0;
            case KEPT -> SLOT_BYTES;
            case TORN -> SLOT_BYTES / 2;
            case ONLY_THE_LAST -> i == pending.size() - 1 ? SLOT_BYTES : 0;
          };
      System.arraycopy(write.bytes, 0, disk[write.slot], 0, kept);
    }
    return disk;
  }

  byte[][] platter() {
    return new byte[][] {platter[0].clone(), platter[1].clone()};
  }

  @Override
  public byte[] read(int slot) throws IOException {
    step();
    return cache[slot].clone();
  }

  @Override
  public void write(int slot, byte[] bytes) throws IOException {
    cache[slot] = bytes.clone();
    pending.add(new Write(slot, bytes.clone()));
    step();
  }

  @Override
  public void force() throws IOException {
    step();
    for (Write write : pending) {
      platter[write.slot] = write.bytes;
    }
    pending.clear();
  }

  @Override
  public void close() {}

  private void step() throws IOException {
    if (stepsLeft-- <= 0) {
      stepsLeft = 0;
      throw new IOException("power lost");
    }
  }
}
