package io.edgeveil.sensor.watch;

import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.store.PadsExhaustedException;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.IntegrityException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Tries a picture until there is an outcome.
 *
 * <p>It is tried again, after growing pauses, while its patience lasts and its pads are not spent:
 * an attempt that got as far as taking a pad has cost one, also if it failed. What cannot pass by
 * waiting (no picture, a refusal, a gateway in quarantine) ends it at once. Without pads it waits
 * for more as long as it has patience.
 */
final class Attempts {
  /** Inferences: well again only when one has succeeded. */
  private static final String GATEWAY = "gateway";

  /** The way to it, as far as can be told without an inference. */
  static final String CONNECTION = "connection";

  static final String PADS = "pads";

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final int MOST_DOUBLINGS = 10;

  /**
   * What came of it.
   *
   * @param report of the picture
   * @param cutShort whether it might have come to something, had the program not ended
   */
  record Result(Report report, boolean cutShort) {}

  private final Classifier classifier;
  private final WatchSettings settings;
  private final WatchClock clock;
  private final Notices notices;
  private Thread pausing; // null: none is
  private boolean stopping;

  Attempts(Classifier classifier, WatchSettings settings, WatchClock clock, Notices notices) {
    this.classifier = classifier;
    this.settings = settings;
    this.clock = clock;
    this.notices = notices;
  }

  /** Tries a picture; an interrupt cuts it short and is kept. */
  Result of(Capture capture) {
    long startedNanos = clock.nanos();
    long waitedMillis = Duration.ofNanos(startedNanos - capture.takenNanos()).toMillis();
    long before = classifier.padsSpent();
    String reason;
    for (int failures = 0; ; failures++) {
      boolean again;
      try {
        Answer answer = classifier.classify(capture.file());
        notices.good(PADS, "there are some again");
        notices.good(GATEWAY, "answers again");
        notices.good(CONNECTION, "is there again");
        Report report =
            new Report(
                capture,
                Outcome.CLASSIFIED,
                Optional.of(answer),
                Optional.empty(),
                classifier.padsSpent() - before,
                waitedMillis,
                clock.now());
        return new Result(report, false);
      } catch (PictureException | BundleFormatException e) {
        again = false;
        reason = e.getMessage();
      } catch (InferenceException e) {
        again = e.mayPass() || e instanceof IntegrityException; // another gateway may answer
        reason = e.getMessage();
        if (!Thread.currentThread().isInterrupted()) {
          notices.bad(GATEWAY, reason);
        }
      } catch (PadsExhaustedException e) {
        again = true;
        reason = "no pads left";
        notices.bad(PADS, e.getMessage());
      } catch (PadsException e) { // a damaged record: the next one may be good
        again = true;
        reason = e.getMessage();
        notices.bad(PADS, reason);
      } catch (IOException e) {
        again = true;
        reason = "reading or writing failed: " + e;
        notices.bad("disk", reason);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        again = false;
        reason = "interrupted";
      } catch (OutOfMemoryError e) { // a huge picture on a small board; the next one may be smaller
        again = false;
        reason = "it needs more memory than the program may use (-Xmx): take smaller pictures";
        notices.bad("memory", reason);
      }
      long spent = classifier.padsSpent() - before;
      if (again && spent >= settings.padsPerPicture()) {
        again = false;
        reason += " (" + spent + (spent == 1 ? " pad" : " pads") + " spent on it)";
      }
      Duration pause = pauseAfter(failures);
      long elapsedNanos = clock.nanos() - startedNanos;
      if (again && elapsedNanos + pause.toNanos() > settings.patience().toNanos()) {
        again = false;
        reason += " (given up after " + Duration.ofNanos(elapsedNanos).toSeconds() + " s)";
      }
      boolean cutShort = Thread.currentThread().isInterrupted() || (again && !pause(pause));
      if (!again || cutShort) {
        Report report =
            new Report(
                capture,
                Outcome.FAILED,
                Optional.empty(),
                Optional.of(cutShort ? "the program ended; " + reason : reason),
                spent,
                waitedMillis,
                clock.now());
        return new Result(report, cutShort);
      }
    }
  }

  static Duration pauseAfter(int failures) {
    Duration grown = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    return grown.compareTo(LONGEST_PAUSE) < 0 ? grown : LONGEST_PAUSE;
  }

  /** From now on there are no pauses: a picture that would wait has failed. */
  synchronized void stop() {
    stopping = true;
    if (pausing != null) {
      pausing.interrupt();
    }
  }

  /** Whether it is worth going on. */
  private boolean pause(Duration time) {
    synchronized (this) {
      if (stopping) {
        return false;
      }
      pausing = Thread.currentThread();
    }
    boolean interrupted = false;
    try {
      clock.sleep(time);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    synchronized (this) {
      pausing = null;
      interrupted |= Thread.interrupted();
      if (interrupted && !stopping) {
        Thread.currentThread().interrupt(); // by somebody else than stop
      }
      return !interrupted;
    }
  }
}
