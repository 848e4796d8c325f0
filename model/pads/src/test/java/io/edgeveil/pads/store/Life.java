package io.edgeveil.pads.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.CrashingDisk;
import io.edgeveil.pads.file.CrashingDisk.Fault;
import io.edgeveil.pads.making.Sets;
import io.edgeveil.pads.record.PadLayout;
import io.edgeveil.pads.usage.UsageLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A device's life on a disk that fails, as a seed says: it takes pads, gets new sets, has sets
 * moved in from the same and from another file system, and dies again and again. What the store
 * hands out is written down.
 */
final class Life {
  private static final List<Fault> FAULTS = List.of(Fault.values());
  private static final int SESSIONS = 5;
  private static final int MOST_STEPS = 150;
  private static final Path HERE = Path.of("card/cam/pads");
  private static final List<Path> OTHERS =
      List.of(Path.of("card/other/pads"), Path.of("stick/other/pads"));

  private final Random random;
  private final CrashingDisk disk;
  private final DeviceDescription device;
  private final ModelBundle model;
  private final boolean inBackground;
  private final Map<String, Integer> made = new HashMap<>();
  private final Set<NextPad> taken = new HashSet<>();
  private final Map<String, Long> gateway = new HashMap<>();
  private int sets;
  int crashes;
  int failures;
  int refusedBackups;

  Life(long seed, ModelBundle model) {
    this.random = new Random(seed);
    this.disk = new CrashingDisk(seed);
    this.model = model;
    this.device = new DeviceDescription("porch-cam", "tiny", "1", model.digest(), "b");
    this.inBackground = random.nextInt(4) == 0;
  }

  /** Makes the bundles, which nothing disturbs yet. */
  void begin() throws Exception {
    for (String directory : List.of("card", "card/cam", "card/other", "stick", "stick/other")) {
      disk.createDirectory(Path.of(directory));
      disk.forceDirectory(Path.of(directory));
    }
    disk.forceDirectory(Path.of("card"));
    disk.forceDirectory(Path.of("stick"));
    disk.forceDirectory(Path.of(""));
    addSet(HERE);
    for (Path other : OTHERS) {
      addSet(other);
    }
  }

  private void addSet(Path directory) throws Exception {
    byte[] first = new byte[32];
    random.nextBytes(first);
    sets++;
    int count = 1 + random.nextInt(6);
    String padFile = Sets.make(disk, directory, model, device.device(), sets, count, first);
    made.put(padFile, count);
  }

  /** Several sessions, each ended by a fault or at random, then one in which all is well. */
  void live() throws Exception {
    for (int session = 0; session < SESSIONS; session++) {
      disk.arm(FAULTS.get(random.nextInt(FAULTS.size())), random.nextInt(MOST_STEPS));
      session();
    }
    finish();
  }

  /** The same, with an old copy of the disk put back between the sessions. */
  void liveWithRestoredBackups() throws Exception {
    Object backup = disk.snapshot();
    for (int session = 0; session < SESSIONS; session++) {
      session();
      if (random.nextBoolean()) {
        disk.restore(backup);
      } else if (random.nextBoolean()) {
        backup = disk.snapshot();
      }
    }
  }

  private void session() throws Exception {
    try {
      if (random.nextInt(3) == 0) {
        move(OTHERS.get(random.nextInt(2)));
      }
    } catch (IOException | PadsException e) {
      failed(e);
    }
    PadStore store = null;
    boolean closes = random.nextBoolean();
    try {
      if (!disk.isDead()) {
        store = open();
        use(store);
      }
    } catch (IOException | PadsException e) {
      failed(e);
    }
    if (!closes && !disk.isDead()) {
      disk.arm(random.nextBoolean() ? Fault.KILL : Fault.POWER_CUT, 0); // in the middle of it
    }
    end(store, !closes);
  }

  /** The store is closed, which may be what the process dies of, unless it is dead. */
  private void end(PadStore store, boolean dies) {
    try {
      if (store != null) {
        store.close();
      }
    } catch (IOException | IllegalStateException e) {
      failed(e);
    }
    crashes += dies || disk.isDead() ? 1 : 0;
    disk.restart(false);
  }

  /** A session in which the process dies as the store is closed. */
  void dieClosing() throws Exception {
    PadStore store = open();
    take(store); // its use reserves the next one, which is handed back
    disk.arm(Fault.KILL, 0);
    end(store, false);
    finish();
  }

  /**
   * The maker of a set is killed, what it left is used, and then the power fails.
   *
   * @return false if the maker was done before that step
   */
  boolean useWhatAKilledMakerLeaves(int step) throws Exception {
    int before = made.get("%016x".formatted(1));
    disk.arm(Fault.KILL, step);
    try {
      addSet(HERE);
      return false;
    } catch (IOException e) {
      end(null, true);
    }
    PadStore store = open();
    do {
      take(store);
    } while (store.left() > 0 && store.made() - store.left() <= before); // one pad of it
    end(store, true);
    disk.restart(true);
    finish();
    return true;
  }

  private void use(PadStore store) throws Exception {
    int takes = random.nextInt(12);
    for (int i = 0; i < takes && !disk.isDead(); i++) {
      try {
        take(store);
        if (random.nextInt(10) == 0) {
          addSet(HERE); // while the sensor runs
        }
        if (random.nextInt(4) == 0) {
          assertThat(store.left()).isNotNegative();
        }
      } catch (PadsExhaustedException e) {
        return;
      } catch (IOException | PadsException e) {
        failed(e);
      }
    }
  }

  private void take(PadStore store) throws Exception {
    NextPad next = store.next();
    if (gateway.getOrDefault(next.padFile(), -1L) >= next.index()) {
      refusedBackups++; // as at the opening of a session: RestoredBackupException
      throw new PadsException("restored backup");
    }
    if (!made.containsKey(next.padFile())) { // finished, though making it seemed to fail
      made.put(next.padFile(), (int) sets(HERE).look(next.padFile()).made());
    }
    Pad pad = store.take();
    NextPad got = new NextPad(pad.padFile(), pad.index());
    assertThat(taken.add(got)).as("%s was handed out twice", got).isTrue();
    gateway.merge(pad.padFile(), pad.index(), Math::max);
    int[] result = new int[2];
    TinyModel.images(0, 1, pad.mask(0, new int[] {7, -4}), result);
    assertThat(pad.unmask(0, result)).containsExactly(18, 1);
    if (random.nextBoolean()) {
      pad.close();
    }
  }

  private void failed(Exception e) {
    if (!disk.isDead()) {
      failures++;
    }
    assertThat(e).isNotInstanceOf(ArithmeticException.class);
  }

  private void move(Path other) throws Exception {
    new SetMove(sets(other), SetDirectory.ready(disk, other), SetDirectory.ready(disk, HERE)).run();
  }

  private PadSets sets(Path directory) throws Exception {
    return new PadSets(disk, directory, device, PadLayout.of(model.manifest()));
  }

  private PadStore open() throws Exception {
    return PadStore.open(
        sets(HERE),
        UsageLog.none(),
        null,
        inBackground ? Background.oneThread() : new SameThread());
  }

  private void finish() throws Exception {
    disk.disarm();
    for (Path other : OTHERS) {
      move(other);
      assertThat(sets(other).padFiles()).allMatch(padFile -> lookLeft(other, padFile) == 0);
    }
    try (PadStore store = open()) {
      for (String padFile : sets(HERE).padFiles()) { // some that were finished as power failed
        made.putIfAbsent(padFile, (int) sets(HERE).look(padFile).made());
      }
      while (store.left() > 0) {
        take(store);
      }
    }
  }

  private long lookLeft(Path directory, String padFile) {
    try {
      return sets(directory).look(padFile).left();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** How many pads nobody ever got. */
  long lost() {
    return made.values().stream().mapToLong(Integer::longValue).sum() - taken.size();
  }

  long handedOut() {
    return taken.size();
  }

  /** Runs each task at once. */
  private static final class SameThread extends AbstractExecutorService {
    private boolean ended;

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {
      ended = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
      ended = true;
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return ended;
    }

    @Override
    public boolean isTerminated() {
      return ended;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return ended;
    }
  }
}
