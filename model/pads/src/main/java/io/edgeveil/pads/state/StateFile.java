package io.edgeveil.pads.state;

import io.edgeveil.pads.key.PadKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The current {@link ChainState} and the one way to move it on.
 *
 * <p><b>Guarantee.</b> Whatever fails at whatever moment, {@link #spend} hands out the key of an
 * index at most once over the life of the file, and when it returns, no slot holds a key from which
 * that pad could be made again. The condition: the storage keeps what it has forced, and nobody
 * puts back an old copy of the file.
 *
 * <p>Not safe for use by several threads.
 */
public final class StateFile implements AutoCloseable {
  private static final int SLOTS = 2;

  private final StateStorage storage;
  private int slot;
  private ChainState state;
  private boolean failed;

  private StateFile(StateStorage storage, int slot, ChainState state) {
    this.storage = storage;
    this.slot = slot;
    this.state = state;
  }

  /** Writes the first state of a chain and makes it durable; the state stays the caller's. */
  public static void initialise(StateStorage storage, ChainState state) throws IOException {
    write(storage, 0, state);
    storage.force();
  }

  /**
   * Reads the newer of the slots and clears the other, if a crash left something there.
   *
   * @param storage owned by the result
   * @throws StateFileException if neither slot holds a state
   */
  public static StateFile open(StateStorage storage) throws IOException, StateFileException {
    StateFile file = newest(storage);
    storage.force(); // the newer slot may come from a process that died before it could
    file.clear(SLOTS - 1 - file.slot);
    return file;
  }

  /**
   * The state, without a change to the file.
   *
   * @throws StateFileException if neither slot holds a state
   */
  public static ChainState look(StateStorage storage) throws IOException, StateFileException {
    return newest(storage).state;
  }

  private static StateFile newest(StateStorage storage) throws IOException, StateFileException {
    StateFile best = null;
    for (int slot = 0; slot < SLOTS; slot++) {
      byte[] bytes = storage.read(slot);
      Optional<ChainState> candidate = ChainState.decode(bytes);
      Arrays.fill(bytes, (byte) 0);
      if (candidate.isEmpty()) {
        continue;
      }
      if (best != null && best.state.counter() >= candidate.get().counter()) {
        candidate.get().close();
        continue;
      }
      if (best != null) {
        best.state.close();
      }
      best = new StateFile(storage, slot, candidate.get());
    }
    if (best == null) {
      throw new StateFileException(
          "the state file is damaged: it no longer says which pads are spent, so none is used");
    }
    return best;
  }

  /** Index of the next pad. */
  public long nextIndex() {
    return state.nextIndex();
  }

  /** Id of the pad file this state belongs to. */
  public String padFile() {
    return state.padFile();
  }

  /**
   * Spends the next pad: its successor is on the disk and its own chain key is not, before its key
   * is handed out.
   *
   * @return the key of pad {@link #nextIndex} as it was before the call; owned by the caller
   * @throws StateFileException if the storage failed, now or before: nothing was handed out, and
   *     the file must be opened anew
   */
  public PadKey spend() throws StateFileException {
    if (failed) {
      throw new StateFileException("the state file could not be written; open it again");
    }
    ChainState next = state.next();
    PadKey key = state.key().pad();
    try {
      int free = SLOTS - 1 - slot;
      write(storage, free, next);
      storage.force();
      clear(slot);
      state.close();
      slot = free;
      state = next;
      return key;
    } catch (IOException e) {
      failed = true; // what the disk holds now is unknown
      key.close();
      next.close();
      throw new StateFileException(
          "the state file could not be written, so no pad was used: " + e.getMessage(), e);
    }
  }

  private static void write(StateStorage storage, int slot, ChainState state) throws IOException {
    byte[] bytes = state.encode();
    try {
      storage.write(slot, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private void clear(int target) throws IOException {
    byte[] zeros = new byte[StateStorage.SLOT_BYTES];
    byte[] present = storage.read(target);
    boolean empty = Arrays.equals(present, zeros);
    Arrays.fill(present, (byte) 0);
    if (!empty) {
      storage.write(target, zeros);
      storage.force();
    }
  }

  @Override
  public void close() throws IOException {
    state.close();
    storage.close();
  }
}
