package io.edgeveil.pads.state;

import io.edgeveil.pads.key.PadKey;
import java.io.IOException;
import java.security.MessageDigest;
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
 * <p>A pad that was spent ahead of its use can be handed back until {@link #settle}, as long as its
 * key went nowhere: then the state before it is written after the one that passed it. That is no
 * reuse, whatever of it reaches the disk, because nobody has used the pad.
 *
 * <p>Not safe for use by several threads.
 */
public final class StateFile implements AutoCloseable {
  private static final int SLOTS = 2;
  private static final int MAX_LOOKS = 3;

  private final StateStorage storage;
  private int slot;
  private ChainState state;
  private ChainState spent; // of the pad that can still be handed back; null: none
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
   * Reads the newer of the slots and clears the other, if a crash or a failure left something
   * there.
   *
   * @param storage owned by the result
   * @throws StateFileException if neither slot holds a state
   */
  public static StateFile open(StateStorage storage) throws IOException, StateFileException {
    StateFile file = newest(storage);
    int other = SLOTS - 1 - file.slot;
    if (!file.isEmpty(other)) {
      // The newer slot may come from a process that died before it could force it, or from a write
      // that failed: the system then holds it in memory only and thinks it is written.
      write(storage, file.slot, file.state);
    }
    storage.force();
    file.clear(other);
    return file;
  }

  /**
   * The state, without a change to the file, which somebody else may be moving on meanwhile.
   *
   * @throws StateFileException if neither slot holds a state
   */
  public static ChainState look(StateStorage storage) throws IOException, StateFileException {
    for (int looks = 1; ; looks++) {
      try {
        return newest(storage).state;
      } catch (StateFileException e) {
        if (looks == MAX_LOOKS) {
          throw e;
        } // the one slot was read before the state came into it, the other after it had left it
      }
    }
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
    settle();
    ChainState before = state;
    PadKey key = before.key().pad();
    boolean written = false;
    try {
      move(before.next());
      written = true;
    } catch (IOException e) {
      throw new StateFileException(
          "the state file could not be written, so no pad was used: " + e.getMessage(), e);
    } finally {
      if (!written) {
        key.close();
      }
    }
    spent = before;
    return key;
  }

  /** The pad spent last is about to be used: what could bring it back is destroyed. */
  public void settle() {
    if (spent != null) {
      spent.close();
      spent = null;
    }
  }

  /**
   * Makes the pad spent last the next one again. Its key must have gone nowhere and be destroyed.
   *
   * @throws IllegalStateException if there is no such pad
   * @throws StateFileException if the storage failed: whether that pad is lost shows when the file
   *     is opened anew
   */
  public void handBack() throws StateFileException {
    if (spent == null || failed) {
      throw new IllegalStateException("no pad can be handed back");
    }
    ChainState past = state;
    try {
      move(spent.after(past));
      past.close();
      settle();
    } catch (IOException e) {
      throw new StateFileException(
          "the state file could not be written, so a reserved pad may be lost: " + e.getMessage(),
          e);
    }
  }

  /** Puts another state on the disk and the current one off it; that one's key stays alive. */
  private void move(ChainState next) throws IOException {
    boolean moved = false;
    try {
      int free = SLOTS - 1 - slot;
      write(storage, free, next);
      storage.force();
      clear(slot);
      slot = free;
      state = next;
      moved = true;
    } finally {
      if (!moved) {
        failed = true; // what the disk holds now is unknown
        next.close();
      }
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
    if (!isEmpty(target)) {
      storage.write(target, new byte[StateStorage.SLOT_BYTES]);
      storage.force();
    }
  }

  private boolean isEmpty(int target) throws IOException {
    byte[] present = storage.read(target);
    // Arrays.equals could be compiled to a look that comes after the wiping
    boolean empty = MessageDigest.isEqual(present, new byte[StateStorage.SLOT_BYTES]);
    Arrays.fill(present, (byte) 0);
    return empty;
  }

  @Override
  public void close() throws IOException {
    settle();
    state.close();
    storage.close();
  }
}
