package io.edgeveil.pads.store;

import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.record.PadFileException;
import io.edgeveil.pads.state.StateFileException;
import io.edgeveil.pads.usage.UsageLog;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * The pads of one device and model, each taken once: from the oldest set until it is empty, then
 * from the next. Sets that arrive meanwhile are noticed.
 *
 * <p><b>Guarantee.</b> No pad is handed out twice, whatever crashes, as long as the disk keeps what
 * it has forced and nobody restores an old copy of a set (that the gateway's highest index tells).
 * Once a pad is taken, neither disk nor memory hold what would make it again.
 *
 * <p>The next pad is reserved in the background from the moment the one in hand is first used: its
 * state is written and forced, its record read. So a crash costs one pad at most, besides those in
 * use: the one in hand that was not used yet, or the reserved one. Closing hands the reserved pad
 * back: nobody has seen its key. What goes wrong in the background is told by the next {@link
 * #take}; after that the store tries anew.
 *
 * <p>Safe for use by several threads.
 */
public final class PadStore implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PadStore.class.getName());

  private static final Comparator<PadSetFacts> OLDEST_FIRST =
      Comparator.comparingLong(PadSetFacts::madeSeconds).thenComparing(PadSetFacts::padFile);

  private final PadSets sets;
  private final UsageLog usage;
  private final BundleLock lock;
  private final ExecutorService background;
  private final Map<String, Long> madeBySet = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final TreeSet<PadSetFacts> waiting = new TreeSet<>(OLDEST_FIRST);
  private PadSet current; // null: none is open
  private long nextIndex; // of the current set
  private CompletableFuture<Pad> reserved; // null: none is
  private boolean closed;

  private PadStore(PadSets sets, UsageLog usage, BundleLock lock, ExecutorService background) {
    this.sets = sets;
    this.usage = usage;
    this.lock = lock;
    this.background = background;
  }

  /**
   * Opens the store.
   *
   * @param lock owned by the store, also when this fails; null in tests without a file system
   * @param background runs one task at a time; owned by the store
   * @throws PadsException if a set is damaged, readable by others or of another device
   */
  static PadStore open(PadSets sets, UsageLog usage, BundleLock lock, ExecutorService background)
      throws IOException, PadsException {
    PadStore store = new PadStore(sets, usage, lock, background);
    boolean opened = false;
    try {
      for (String padFile : sets.padFiles()) {
        store.add(padFile);
      }
      opened = true;
      return store;
    } finally {
      if (!opened) {
        store.close();
      }
    }
  }

  private void add(String padFile) throws IOException, PadsException {
    PadSetFacts facts = sets.look(padFile);
    madeBySet.put(padFile, facts.made());
    if (facts.left() > 0) {
      waiting.add(facts);
    } else {
      cutBack(padFile);
    }
  }

  private void cutBack(String padFile) {
    try {
      sets.cutBack(padFile);
    } catch (IOException | PadsException e) { // costs room, nothing else
      LOG.log(
          System.Logger.Level.WARNING, "could not shorten used pad file {0}: {1}", padFile, e + "");
    }
  }

  /** How many pads were made, used ones included. */
  public synchronized long made() {
    return madeBySet.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many pads can still be taken, those of sets included that came since the last look. */
  public synchronized long left() throws IOException {
    lookForMore();
    return leftOf(current) + waiting.stream().mapToLong(PadSetFacts::left).sum();
  }

  private long leftOf(PadSet set) {
    return set == null ? 0 : set.endIndex() - nextIndex;
  }

  private void lookForMore() throws IOException {
    for (String padFile : sets.padFiles()) {
      if (madeBySet.containsKey(padFile)) {
        continue;
      }
      try {
        add(padFile);
      } catch (PadsException e) { // opening the bundle refuses it; a running sensor works on
        if (refused.add(padFile)) {
          LOG.log(System.Logger.Level.WARNING, "a new pad set is not used: {0}", e.getMessage());
        }
      }
    }
  }

  /**
   * The pad that is taken next.
   *
   * @throws PadsExhaustedException if none is left
   */
  public synchronized NextPad next() throws PadsException, IOException {
    while (leftOf(current) == 0) {
      moveOn();
    }
    return new NextPad(current.padFile(), nextIndex);
  }

  private void moveOn() throws PadsException, IOException {
    requireOpen();
    if (current != null) {
      PadSet empty = current;
      current = null;
      empty.close();
      cutBack(empty.padFile());
    }
    lookForMore();
    if (waiting.isEmpty()) {
      throw new PadsExhaustedException(sets.device(), sets.directory().getParent(), made());
    }
    PadSetFacts oldest = waiting.first();
    current = sets.open(oldest.padFile());
    waiting.remove(oldest);
    nextIndex = current.nextIndex();
  }

  /**
   * Takes the next pad: its state is past it on the disk before this returns.
   *
   * @return owned by the caller, to be closed
   * @throws PadsExhaustedException if none is left
   * @throws StateFileException if the state could not be written; no pad was used
   * @throws PadFileException if its record is damaged; the pad is lost, the next one may be good
   * @throws IOException if its record cannot be read; the pad is lost
   */
  public synchronized Pad take() throws PadsException, IOException {
    requireOpen();
    if (reserved == null) {
      var unused = next();
      reserve();
    }
    Pad pad = awaitReserved();
    current.settle();
    nextIndex = pad.index() + 1;
    usage.count();
    return pad;
  }

  private Pad awaitReserved() throws PadsException, IOException {
    CompletableFuture<Pad> ahead = reserved;
    reserved = null;
    try {
      return Background.await(ahead);
    } catch (StateFileException e) {
      openAnew();
      throw e;
    } catch (PadsException | IOException | RuntimeException e) {
      current.settle();
      nextIndex = current.nextIndex();
      throw e;
    }
  }

  /** The state must be read again from the disk: the next call will. */
  private void openAnew() throws IOException {
    PadSet failed = current;
    current = null;
    waiting.add(failed.facts());
    failed.close();
  }

  /** Called when the pad in hand is first used. */
  private synchronized void reserveAhead() {
    if (!closed && reserved == null && leftOf(current) > 0) {
      reserve();
    }
  }

  private void reserve() {
    PadSet set = current;
    reserved = Background.run(background, () -> set.reserve(this::reserveAhead));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the pad store is closed");
    }
  }

  /**
   * Hands the reserved pad back and lets go of the files and the lock.
   *
   * @throws IOException if the disk fails; the reserved pad may be lost then
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (reserved != null) {
        handBack();
      }
    } finally {
      Background.end(background);
      closeAll(lock, current, usage);
      current = null;
    }
  }

  private static void closeAll(BundleLock lock, PadSet set, UsageLog usage) throws IOException {
    try (lock;
        set;
        usage) {
      // the lock last; null is skipped
    }
  }

  private void handBack() throws IOException {
    try {
      Background.await(reserved).close();
      current.handBack();
    } catch (StateFileException e) {
      throw new IOException(e.getMessage(), e);
    } catch (PadsException e) { // a damaged record; its pad is lost
      LOG.log(System.Logger.Level.WARNING, "{0}", e.getMessage());
    }
  }
}
