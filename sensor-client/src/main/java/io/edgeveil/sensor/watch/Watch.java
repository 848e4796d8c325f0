package io.edgeveil.sensor.watch;

import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.pads.PadsException;
import io.edgeveil.sensor.inference.InferenceException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Watches: takes pictures on a thread of its own and classifies them on the caller's.
 *
 * <p><b>Guarantee.</b> Every picture that was taken is reported exactly once: classified, failed or
 * dropped. Only those are not that a folder keeps for the next start when the program is stopped.
 * Neither the gateway nor a reported picture's command holds up the camera.
 */
public final class Watch {
  private static final Duration LAST_SHOT = Duration.ofSeconds(5);

  private final PictureSource source;
  private final Classifier classifier;
  private final List<ReportSink> everything;
  private final List<ReportSink> tried;
  private final WatchSettings settings;
  private final WatchClock clock;
  private final Notices notices;
  private final Attempts attempts;
  private final WaitingPictures waiting;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong classified = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong cameraFailures = new AtomicLong();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Object telling = new Object();
  private final Thread capturing;
  private volatile Thread working;
  private volatile boolean stopping;
  private volatile RuntimeException captureBug; // null: none

  /**
   * Ready to run once.
   *
   * @param everything told of every picture, at once, by either thread: must be quick
   * @param tried told of classified and failed pictures by the working thread, before they are done
   */
  public Watch(
      PictureSource source,
      Classifier classifier,
      List<ReportSink> everything,
      List<ReportSink> tried,
      WatchSettings settings,
      WatchClock clock,
      Notices notices) {
    this.source = source;
    this.classifier = classifier;
    this.everything = List.copyOf(everything);
    this.tried = List.copyOf(tried);
    this.settings = settings;
    this.clock = clock;
    this.notices = notices;
    this.attempts = new Attempts(classifier, settings, clock, notices);
    this.waiting = new WaitingPictures(settings.queue(), settings.whenFull());
    this.capturing = new Thread(this::capture, "edgeveil-watch-camera");
    capturing.setDaemon(true);
  }

  /** Watches until the source ends, {@link #stop} is called, or the thread is interrupted. */
  public WatchFigures run() {
    working = Thread.currentThread();
    capturing.start();
    try {
      work();
    } finally {
      stopping = true;
      capturing.interrupt();
      boolean interrupted = Thread.interrupted();
      interrupted |= !ended(capturing);
      leave(waiting.endAndTakeAll());
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      finished.countDown();
    }
    if (captureBug != null) {
      throw captureBug;
    }
    return figures();
  }

  /**
   * Ends it: no more pictures, the one under way is finished if that takes no longer than the
   * grace, what waits is reported as dropped or left in its folder. Returns when {@link #run} has.
   *
   * @return whether it has
   */
  public boolean stop(Duration grace) throws InterruptedException {
    stopping = true;
    waiting.end();
    capturing.interrupt();
    attempts.stop();
    if (finished.await(grace.toNanos(), TimeUnit.NANOSECONDS)) {
      return true;
    }
    Thread worker = working;
    if (worker != null) {
      worker.interrupt();
    }
    return finished.await(LAST_SHOT.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** What has become of the pictures so far. */
  public WatchFigures figures() {
    return new WatchFigures(
        taken.get(),
        classified.get(),
        failed.get(),
        dropped.get(),
        waiting.size(),
        cameraFailures.get());
  }

  private void capture() {
    try {
      while (!stopping && (settings.count() == 0 || taken.get() < settings.count())) {
        Optional<Capture> next = shoot();
        if (next.isEmpty()) {
          break;
        }
        take(next.get());
      }
    } catch (InterruptedException e) {
      // the end was asked for; nothing is under way here
    } catch (RuntimeException e) {
      captureBug = e;
    } finally {
      waiting.end();
    }
  }

  private Optional<Capture> shoot() throws InterruptedException {
    while (true) {
      try {
        Optional<Capture> next = source.next();
        if (next.isPresent()) {
          notices.good("camera", "gives pictures again");
        }
        return next;
      } catch (CaptureException e) {
        cameraFailures.incrementAndGet();
        notices.bad("camera", e.getMessage());
        if (stopping) {
          return Optional.empty();
        }
      }
    }
  }

  private void take(Capture capture) throws InterruptedException {
    taken.incrementAndGet();
    Optional<Capture> out = Optional.of(capture);
    try {
      out = waiting.put(capture);
    } finally {
      if (stopping) {
        out.ifPresent(left -> leave(List.of(left)));
      } else {
        out.ifPresent(
            oldest -> drop(oldest, "no room: " + settings.queue() + " pictures wait already"));
      }
    }
  }

  private void work() {
    try {
      while (!stopping) {
        Optional<Capture> next = waiting.take(settings.rest());
        if (next.isPresent()) {
          Attempts.Result result = attempts.of(next.get());
          if (result.cutShort() && source.keepsWhatIsNotDone()) {
            leave(List.of(next.get()));
          } else {
            tellTried(result.report());
          }
        } else if (waiting.isOver()) {
          break;
        } else {
          rest();
        }
        classifier.show(figures());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the end was asked for
    }
  }

  private void rest() throws InterruptedException {
    try {
      classifier.rest();
      notices.good(Attempts.CONNECTION, "is there again");
    } catch (InferenceException | BundleFormatException e) {
      notices.bad(Attempts.CONNECTION, e.getMessage());
    } catch (PadsException e) {
      notices.bad(Attempts.PADS, e.getMessage());
    } catch (IOException e) {
      notices.bad("disk", e.toString());
    }
  }

  private void leave(List<Capture> left) {
    if (source.keepsWhatIsNotDone()) {
      taken.addAndGet(-left.size()); // the next start takes them
    } else {
      left.forEach(capture -> drop(capture, "the program ended"));
    }
  }

  private void drop(Capture capture, String why) {
    dropped.incrementAndGet();
    Report report =
        new Report(
            capture,
            Outcome.DROPPED,
            Optional.empty(),
            Optional.of(why),
            0,
            Duration.ofNanos(clock.nanos() - capture.takenNanos()).toMillis(),
            clock.now());
    tell(report);
    done(report);
  }

  /** Tells with or without an interrupt, which would keep files from being written. */
  private void tellTried(Report report) {
    boolean interrupted = Thread.interrupted();
    (report.outcome() == Outcome.CLASSIFIED ? classified : failed).incrementAndGet();
    tell(report);
    if (!interrupted) {
      interrupted = tell(report, tried);
    }
    done(report);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Report report) {
    boolean interrupted;
    synchronized (telling) {
      interrupted = tell(report, everything);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it was interrupted meanwhile. */
  private boolean tell(Report report, List<ReportSink> sinks) {
    for (ReportSink sink : sinks) {
      try {
        sink.tell(report);
      } catch (IOException e) {
        notices.bad("results", e.getMessage());
      } catch (InterruptedException e) {
        return true;
      }
    }
    return false;
  }

  private void done(Report report) {
    try {
      source.done(report.capture(), report.outcome());
    } catch (IOException e) {
      notices.bad("pictures", report.capture().file() + " cannot be put away: " + e);
    }
  }

  private static boolean ended(Thread thread) {
    try {
      thread.join(LAST_SHOT.toMillis());
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
