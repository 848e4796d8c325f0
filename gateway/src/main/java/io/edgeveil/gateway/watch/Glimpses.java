package io.edgeveil.gateway.watch;

import io.edgeveil.gateway.serving.ServedTensor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The last look at each layer's masked input, taken now and then: once a second while somebody
 * watches, else once a minute. Safe for use by several threads.
 *
 * <p><b>Guarantee.</b> What it keeps is masked: uniform, and independent of the sensor's picture.
 * Of a dealer's masks, which are secret, it keeps nothing.
 */
final class Glimpses {
  /** Pixels a side. */
  static final int MAX_SIDE = 128;

  /** Elements counted of a tensor. */
  static final int MAX_ELEMENTS = MAX_SIDE * MAX_SIDE;

  /** Parts of the range that residues are counted in. */
  static final int PARTS = 32;

  private static final long MOST_COUNTED = 1L << 18; // elements; then counting begins anew
  private static final long WATCHED_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONG_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final class Spot {
    private long takenNanos;
    private long counted;
    private long tensors;
    private final long[] counts = new long[PARTS];
    private Glimpse latest; // null: none yet
  }

  private final Map<String, Spot> byLayer = new ConcurrentHashMap<>();
  private final Supplier<Instant> clock;
  private final LongSupplier nanoTime;
  private volatile long watchedNanos;

  Glimpses(Supplier<Instant> clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.watchedNanos = nanoTime.getAsLong() - WATCHED_NANOS;
  }

  void served(ServedTensor tensor) {
    Optional<int[]> masked = tensor.maskedInput();
    if (masked.isEmpty()) {
      return;
    }
    long now = nanoTime.getAsLong();
    Spot spot = byLayer.computeIfAbsent(LayerTimes.key(tensor), k -> new Spot());
    synchronized (spot) {
      long pause = now - watchedNanos < WATCHED_NANOS ? PAUSE_NANOS : LONG_PAUSE_NANOS;
      if (spot.latest == null || now - spot.takenNanos >= pause) {
        spot.takenNanos = now;
        take(spot, tensor, masked.get());
      }
    }
  }

  private void take(Spot spot, ServedTensor tensor, int[] residues) {
    int prime = tensor.layer().modulus().prime();
    count(spot, residues, prime);
    GreyTensor grey = GreyTensor.of(residues, tensor.layer().operation().input(), prime);
    spot.latest =
        new Glimpse(
            LayerTimes.key(tensor),
            tensor.device(),
            clock.get().truncatedTo(ChronoUnit.SECONDS).toString(),
            tensor.layer().operation().input().toString(),
            grey.width(),
            grey.height(),
            Base64.getEncoder().encodeToString(grey.pixels()),
            Arrays.stream(spot.counts).boxed().toList(),
            spot.tensors,
            chiSquare(spot.counts));
  }

  private static void count(Spot spot, int[] residues, int prime) {
    int elements = Math.min(residues.length, MAX_ELEMENTS);
    if (spot.counted + elements > MOST_COUNTED) {
      Arrays.fill(spot.counts, 0);
      spot.counted = 0;
      spot.tensors = 0;
    }
    for (int i = 0; i < elements; i++) {
      spot.counts[(int) ((long) residues[i] * PARTS / prime)]++;
    }
    spot.counted += elements;
    spot.tensors++;
  }

  private static double chiSquare(long[] counts) {
    double total = 0;
    for (long count : counts) {
      total += count;
    }
    double expected = total / counts.length;
    double sum = 0;
    for (long count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return Math.round(sum * 10) / 10.0;
  }

  /** The last look at a layer; somebody watches. */
  Optional<Glimpse> latest(String layer) {
    watchedNanos = nanoTime.getAsLong();
    Spot spot = byLayer.get(layer);
    if (spot == null) {
      return Optional.empty();
    }
    synchronized (spot) {
      return Optional.ofNullable(spot.latest);
    }
  }
}
