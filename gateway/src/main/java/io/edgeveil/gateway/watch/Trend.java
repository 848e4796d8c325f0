package io.edgeveil.gateway.watch;

import io.edgeveil.gateway.serving.ServingFigures;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What the gateway did in each of the last seconds. Safe for use by several threads. */
final class Trend {
  /** Points kept: three minutes at one a second. */
  static final int POINTS = 180;

  /**
   * One step of time.
   *
   * @param inferencesPerS ended in it
   * @param layersPerS computed in it
   * @param computeMs mean of these; 0 if there were none
   * @param receivedPerS bytes
   * @param sentPerS bytes
   * @param queue at its end
   */
  record Point(
      double inferencesPerS,
      double layersPerS,
      double computeMs,
      double receivedPerS,
      double sentPerS,
      int queue) {}

  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final Deque<Point> points = new ArrayDeque<>();
  private ServingFigures before;
  private long beforeNanos;
  private long beforeReceived;
  private long beforeSent;

  Trend(ServingFigures now, long nowNanos) {
    this.before = now;
    this.beforeNanos = nowNanos;
  }

  void received(int bytes) {
    received.addAndGet(bytes);
  }

  void sent(long bytes) {
    sent.addAndGet(bytes);
  }

  long receivedBytes() {
    return received.get();
  }

  long sentBytes() {
    return sent.get();
  }

  /** Ends a step of time. */
  synchronized Point step(ServingFigures now, long nowNanos) {
    double seconds = Math.max(1e-3, (nowNanos - beforeNanos) / 1e9);
    long layers = now.layers() - before.layers();
    double micros = (double) (now.computeMicros() - before.computeMicros());
    long in = received.get();
    long out = sent.get();
    Point point =
        new Point(
            rounded((now.inferences() - before.inferences()) / seconds),
            rounded(layers / seconds),
            layers == 0 ? 0 : rounded(micros / layers / 1000),
            Math.round((in - beforeReceived) / seconds),
            Math.round((out - beforeSent) / seconds),
            now.queue());
    before = now;
    beforeNanos = nowNanos;
    beforeReceived = in;
    beforeSent = out;
    points.addLast(point);
    if (points.size() > POINTS) {
      points.removeFirst();
    }
    return point;
  }

  /** The last steps, oldest first. */
  synchronized List<Point> points() {
    return List.copyOf(points);
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
