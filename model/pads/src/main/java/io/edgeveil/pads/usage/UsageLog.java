package io.edgeveil.pads.usage;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts pads as they are used and writes the counts down once a minute, on a thread of its own, so
 * that nobody waits for the disk; and at the end. A crash loses the last minute. That a file cannot
 * be written or read is logged and changes nothing else.
 */
public final class UsageLog implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(UsageLog.class.getName());
  private static final long WRITE_MILLIS = 60_000;

  private final Path file; // null: nothing is written
  private final Clock clock;
  private final AtomicLong counted = new AtomicLong();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread writer;
  private boolean failing; // and said so

  private UsageLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    this.writer = new Thread(this::writeNowAndThen, "edgeveil-usage");
    writer.setDaemon(true);
  }

  /** Goes on with the counts of a file, which need not be there. */
  public static UsageLog open(Path file) {
    return open(file, Clock.systemUTC());
  }

  static UsageLog open(Path file, Clock clock) {
    UsageLog log = new UsageLog(file, clock);
    log.writer.start();
    return log;
  }

  /** Counts nothing. */
  public static UsageLog none() {
    return new UsageLog(null, Clock.systemUTC());
  }

  /** What a file says; nothing if there is none or it is damaged. */
  public static Usage read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Usage.NONE;
    }
    try {
      Usage.File read = Json.read(Files.readAllBytes(file), Usage.File.class);
      return read.padsByHour() == null ? Usage.NONE : new Usage(new TreeMap<>(read.padsByHour()));
    } catch (JsonFormatException | IllegalArgumentException e) {
      LOG.log(System.Logger.Level.WARNING, "{0} is damaged and begun anew", file);
      return Usage.NONE;
    }
  }

  /** One more pad was used. */
  public void count() {
    counted.incrementAndGet();
  }

  private void writeNowAndThen() {
    try {
      while (!ended.await(WRITE_MILLIS, TimeUnit.MILLISECONDS)) {
        write();
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.WARNING, "interrupted: usage is noted at the end only");
    }
  }

  private synchronized void write() {
    long pads = counted.getAndSet(0);
    if (pads == 0 || file == null) {
      return;
    }
    try {
      Usage usage = read(file).plus(pads, clock.instant());
      Path fresh = file.resolveSibling("." + file.getFileName());
      Files.write(fresh, Json.write(new Usage.File(usage.padsByHour())));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      failing = false;
    } catch (IOException e) {
      counted.addAndGet(pads); // they are noted when it can be done again
      if (!failing) {
        LOG.log(System.Logger.Level.WARNING, "how many pads were used is not noted: {0}", e + "");
      }
      failing = true;
    }
  }

  /** Writes the rest. */
  @Override
  public void close() {
    ended.countDown();
    write();
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
