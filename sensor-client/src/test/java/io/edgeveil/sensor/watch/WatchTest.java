package io.edgeveil.sensor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every picture has one outcome, whatever the two threads do. */
@Timeout(30)
class WatchTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final List<Report> told = Collections.synchronizedList(new ArrayList<>());
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final HandFed source = new HandFed();
  private final ScriptedClassifier classifier = new ScriptedClassifier();

  /** Gives what the test puts in. */
  private static final class HandFed implements PictureSource {
    final BlockingQueue<Object> feed = new LinkedBlockingQueue<>();
    final List<String> done = Collections.synchronizedList(new ArrayList<>());
    boolean keeps;

    void give(String name) {
      feed.add(new Capture(name, Path.of(name), FakeClock.START, 0));
    }

    void end() {
      feed.add("end");
    }

    @Override
    public Optional<Capture> next() throws CaptureException, InterruptedException {
      Object next = feed.take();
      if (next instanceof CaptureException failure) {
        throw failure;
      }
      return next instanceof Capture capture ? Optional.of(capture) : Optional.empty();
    }

    @Override
    public void done(Capture capture, Outcome outcome) throws IOException {
      done.add(capture.name() + " " + outcome);
      if (capture.name().equals("stuck")) {
        throw new IOException("read-only");
      }
    }

    @Override
    public boolean keepsWhatIsNotDone() {
      return keeps;
    }

    @Override
    public String description() {
      return "by hand";
    }

    @Override
    public void close() {}
  }

  private Watch watch(int queue, List<ReportSink> tried) {
    return new Watch(
        source,
        classifier,
        List.of(told::add),
        tried,
        new WatchSettings(queue, WhenFull.DROP_OLDEST, 2, LONG, Duration.ofSeconds(10), 0),
        WatchClock.SYSTEM,
        new Notices(lines::add, WatchClock.SYSTEM));
  }

  @Test
  void aConnectionThatStandsDoesNotMeanThatTheGatewayAnswers() {
    classifier.then(ScriptedClassifier.REFUSED);
    classifier.resting = source::end;
    source.give("a");
    new Watch(
            source,
            classifier,
            List.of(told::add),
            List.of(),
            new WatchSettings(8, WhenFull.WAIT, 2, LONG, Duration.ofMillis(1), 0),
            WatchClock.SYSTEM,
            new Notices(lines::add, WatchClock.SYSTEM))
        .run();
    assertThat(classifier.rests).isPositive();
    assertThat(lines).containsExactly("gateway: refused");
  }

  @Test
  void everyPictureHasItsOutcomeAndTheEndIsTheSources() {
    classifier.then(ScriptedClassifier.ANSWER, ScriptedClassifier.NO_PICTURE);
    source.give("a");
    source.give("b");
    source.feed.add(new CaptureException("lens cap", null));
    source.give("stuck");
    source.end();
    WatchFigures figures = watch(8, List.of()).run();
    assertThat(figures).isEqualTo(new WatchFigures(3, 2, 1, 0, 0, 1));
    assertThat(source.done).containsExactly("a classified", "b failed", "stuck classified");
    assertThat(told)
        .extracting(report -> report.capture().name())
        .containsExactly("a", "b", "stuck");
    assertThat(lines)
        .anySatisfy(line -> assertThat(line).isEqualTo("camera: lens cap"))
        .anySatisfy(line -> assertThat(line).startsWith("pictures: stuck cannot be put away"));
    assertThat(classifier.shown).last().isEqualTo(figures);
  }

  @Test
  void aSlowGatewayHoldsUpNoCameraAndTheOldestGoes() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Watch watch =
        watch(
            2,
            List.of(
                report -> {
                  begun.countDown();
                  assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
                }));
    Thread running = new Thread(watch::run);
    running.start();
    source.give("a");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue(); // a is under way
    for (String name : List.of("b", "c", "d", "e")) {
      source.give(name);
    }
    source.end();
    // a, and the two that there is no room for
    Awaitility.await().until(() -> told.size() >= 3);
    assertThat(source.done).containsExactlyInAnyOrder("b dropped", "c dropped");
    goOn.countDown();
    running.join();
    assertThat(watch.figures()).isEqualTo(new WatchFigures(5, 3, 0, 2, 0, 0));
    assertThat(source.done)
        .containsExactlyInAnyOrder(
            "b dropped", "c dropped", "a classified", "d classified", "e classified");
    assertThat(told)
        .filteredOn(report -> report.outcome() == Outcome.DROPPED)
        .allSatisfy(
            report -> assertThat(report.reason()).contains("no room: 2 pictures wait already"));
  }

  @Test
  void anEndFinishesWhatIsUnderWayAndReportsTheRest() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Watch watch = watch(8, List.of());
    classifier.then(
        underWay -> {
          begun.countDown();
          await(goOn);
          return ScriptedClassifier.answer(1);
        });
    Thread running = new Thread(watch::run);
    running.start();
    source.give("a");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    source.give("b");
    source.give("c");
    Awaitility.await().until(() -> watch.figures().waiting() == 2);
    Thread ending = new Thread(() -> stop(watch, LONG));
    ending.start();
    Awaitility.await().until(() -> ending.getState() == Thread.State.TIMED_WAITING);
    goOn.countDown();
    ending.join();
    running.join();
    assertThat(watch.figures()).isEqualTo(new WatchFigures(3, 1, 0, 2, 0, 0));
    assertThat(source.done).containsExactly("a classified", "b dropped", "c dropped");
  }

  @Test
  void aFolderKeepsWhatIsNotDone() throws Exception {
    source.keeps = true;
    CountDownLatch begun = new CountDownLatch(1);
    classifier.then(
        underWay -> {
          begun.countDown();
          return ScriptedClassifier.UNREACHABLE.make(underWay);
        });
    Watch watch = watch(8, List.of());
    Thread running = new Thread(watch::run);
    source.give("a");
    source.give("b");
    running.start();
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    stop(watch, LONG); // in the pause after the first attempt, or before it
    running.join();
    assertThat(told).isEmpty();
    assertThat(source.done).isEmpty();
    assertThat(watch.figures().taken()).isZero();
  }

  @Test
  void aCommandThatFailsCostsItsReportAndNothingElse() {
    source.give("a");
    source.give("b");
    source.end();
    WatchFigures figures =
        watch(
                8,
                List.of(
                    report -> {
                      throw new IOException("no alarm bell");
                    }))
            .run();
    assertThat(figures.classified()).isEqualTo(2);
    assertThat(lines).containsExactly("results: no alarm bell");
  }

  private static void stop(Watch watch, Duration grace) {
    try {
      assertThat(watch.stop(grace)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
