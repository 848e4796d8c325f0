package io.edgeveil.sensor.watch;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pictures of a folder: those that are there and those that come, the oldest first. The
 * system's notices of changes only wake it; what counts is what stands in the folder, which is also
 * looked at now and then unasked, so that a lost notice or a network drive without any costs time
 * and no picture. Hidden files, {@code *.tmp}, {@code *.part} and what is no PNG or JPEG by its
 * name are let alone, and so are subfolders.
 */
public final class FolderSource implements PictureSource {
  private static final Logger LOG = LoggerFactory.getLogger(FolderSource.class);
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

  private final Path folder;
  private final Duration settle;
  private final Duration lookAgain;
  private final AfterDone after;
  private final WatchClock clock;
  private final FolderScan scan;
  private final SeenFiles seen;
  private final WatchService notices;
  private final Deque<FolderScan.Entry> complete = new ArrayDeque<>();
  private final Map<Path, FolderScan.Entry> underWay = new HashMap<>();
  private WatchKey key; // null: the folder is not there
  private boolean missingSaid;

  private FolderSource(
      Path folder,
      Duration settle,
      Duration lookAgain,
      AfterDone after,
      WatchClock clock,
      SeenFiles seen,
      WatchService notices) {
    this.folder = folder;
    this.settle = settle;
    this.lookAgain = lookAgain;
    this.after = after;
    this.clock = clock;
    this.seen = seen;
    this.notices = notices;
    this.scan = new FolderScan(settle);
  }

  /**
   * Watches a folder.
   *
   * @param settle how long a file must stay as it is to count as complete
   * @param lookAgain how long to wait at most before the folder is looked at
   * @param memory the file that remembers what is done and was left, written as needed
   * @throws IOException if there is no such folder, pictures that are done would be moved into it,
   *     or the memory cannot be read
   */
  public static FolderSource of(
      Path folder,
      Duration settle,
      Duration lookAgain,
      AfterDone after,
      Path memory,
      WatchClock clock)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is no folder");
    }
    if (after instanceof AfterDone.Move move && move.endsIn(folder)) {
      throw new IOException(
          "pictures moved to " + move.folder() + " would come into " + folder + " as new ones");
    }
    SeenFiles seen = SeenFiles.open(memory);
    WatchService notices = FileSystems.getDefault().newWatchService();
    FolderSource source = new FolderSource(folder, settle, lookAgain, after, clock, seen, notices);
    boolean ready = false;
    try {
      seen.keepWithin(source.list());
      ready = true;
      return source;
    } finally {
      if (!ready) {
        notices.close();
      }
    }
  }

  @Override
  public Optional<Capture> next() throws CaptureException, InterruptedException {
    while (complete.isEmpty()) {
      long nowNanos = clock.nanos();
      look(nowNanos);
      if (complete.isEmpty()) {
        await(nowNanos);
      }
    }
    FolderScan.Entry entry = complete.removeFirst();
    synchronized (this) {
      underWay.put(entry.file(), entry);
    }
    return Optional.of(
        new Capture(entry.file().toString(), entry.file(), clock.now(), clock.nanos()));
  }

  private void look(long nowNanos) throws CaptureException, InterruptedException {
    try {
      if (key == null || !key.isValid()) { // before the look, so that nothing falls in between
        key =
            folder.register(
                notices,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY);
      }
      synchronized (this) { // a file that is done between listing and looking would be found again
        List<FolderScan.Entry> all = list();
        seen.keepWithin(all);
        complete.addAll(
            scan.look(all.stream().filter(entry -> !seen.contains(entry)).toList(), nowNanos));
      }
      missingSaid = false;
    } catch (IOException e) {
      key = null;
      boolean said = missingSaid;
      missingSaid = true;
      if (!said) {
        throw new CaptureException("the folder cannot be read: " + e, e);
      }
    }
  }

  private void await(long nowNanos) throws InterruptedException {
    long wait;
    synchronized (this) {
      wait = scan.nanosUntilNext(nowNanos).orElse(Long.MAX_VALUE);
    }
    WatchKey woken = notices.poll(Math.min(wait, lookAgain.toNanos()), TimeUnit.NANOSECONDS);
    if (woken != null) {
      woken.pollEvents().clear();
      var unused = woken.reset();
    }
  }

  /** The pictures that stand in the folder, the oldest first. */
  private List<FolderScan.Entry> list() throws IOException {
    List<FolderScan.Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(FolderSource::isWanted).toList()) {
        try {
          BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
          if (facts.isRegularFile()) {
            entries.add(entry(file, facts));
          }
        } catch (NoSuchFileException e) {
          LOG.debug("{} has gone again", file);
        } catch (FileSystemException e) { // a loop of links: a picture that will be said to fail
          entries.add(
              entry(
                  file,
                  Files.readAttributes(
                      file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
        }
      }
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
    entries.sort(
        Comparator.comparingLong(FolderScan.Entry::changedMillis)
            .thenComparing(FolderScan.Entry::file));
    return entries;
  }

  private static FolderScan.Entry entry(Path file, BasicFileAttributes facts) {
    return new FolderScan.Entry(file, facts.size(), facts.lastModifiedTime().toMillis());
  }

  private static boolean isWanted(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith);
  }

  @Override
  public synchronized void done(Capture capture, Outcome outcome) throws IOException {
    FolderScan.Entry entry = underWay.remove(capture.file());
    boolean stays = true; // also if moving or deleting fails: it must not be classified for ever
    try {
      stays =
          Files.exists(capture.file(), LinkOption.NOFOLLOW_LINKS)
              && after.stays(capture.file(), outcome);
    } finally {
      if (stays) {
        seen.add(entry); // as it was taken: one that has changed since is a new one
      }
      scan.forget(capture.file());
    }
  }

  @Override
  public boolean keepsWhatIsNotDone() {
    return true;
  }

  @Override
  public String description() {
    return "folder "
        + folder
        + ", files unchanged for "
        + Durations.text(settle)
        + ", "
        + after.description();
  }

  @Override
  public void close() throws IOException {
    notices.close();
  }
}
