package io.edgeveil.sensor.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which files of a folder are complete: those whose size and time of change have stayed the same
 * for a while, by this machine's forward clock. So it makes no difference how a file comes, by
 * renaming, copying or a slow transfer, nor whether the wall clock is right. An empty file is given
 * a minute at least.
 */
final class FolderScan {
  /** A file as it stands in the folder. */
  record Entry(Path file, long sizeBytes, long changedMillis) {}

  /** An empty file is rather one that somebody is about to write. */
  private static final Duration EMPTY_SETTLE = Duration.ofMinutes(1);

  private record Seen(Entry entry, long sinceNanos) {}

  private final Duration settle;
  private final Map<Path, Seen> settling = new HashMap<>();
  private final Set<Path> handedOut = new HashSet<>();

  /** Files settle for so long; 0: they are taken as soon as they are seen. */
  FolderScan(Duration settle) {
    this.settle = settle;
  }

  /**
   * Looks at a listing of the folder.
   *
   * @param listing in the order in which files are to be taken
   * @return those that have become complete and were not handed out before
   */
  List<Entry> look(Collection<Entry> listing, long nowNanos) {
    List<Entry> complete = new ArrayList<>();
    Set<Path> present = new HashSet<>();
    for (Entry entry : listing) {
      present.add(entry.file());
      if (handedOut.contains(entry.file())) {
        continue;
      }
      Seen seen = settling.get(entry.file());
      if (seen == null || !seen.entry().equals(entry)) {
        seen = new Seen(entry, nowNanos);
        settling.put(entry.file(), seen);
      }
      long least = Math.max(settle.toNanos(), isEmpty(entry) ? EMPTY_SETTLE.toNanos() : 0);
      if (nowNanos - seen.sinceNanos() >= least) {
        complete.add(entry);
        settling.remove(entry.file());
        handedOut.add(entry.file());
      }
    }
    settling.keySet().retainAll(present);
    return complete;
  }

  /** A file that was handed out is done with; should it still be there, it counts as new. */
  void forget(Path file) {
    handedOut.remove(file);
  }

  private static boolean isEmpty(Entry entry) {
    return entry.sizeBytes() == 0;
  }

  /** How long until the next file may be complete, if one is settling that is not empty. */
  OptionalLong nanosUntilNext(long nowNanos) {
    return settling.values().stream()
        .filter(seen -> !isEmpty(seen.entry()))
        .mapToLong(seen -> Math.max(0, settle.toNanos() - (nowNanos - seen.sinceNanos())))
        .min();
  }
}
