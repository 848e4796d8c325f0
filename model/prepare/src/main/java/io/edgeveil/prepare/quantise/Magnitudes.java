package io.edgeveil.prepare.quantise;

/** A histogram of absolute values, filled by several threads. */
final class Magnitudes {
  private static final int BINS = 1 << 13;
  private static final int CANDIDATES = 128;

  private float greatest;
  private final long[] counts = new long[BINS];

  /** First pass: how far the histogram must reach. */
  void reach(float[] values) {
    float own = 0;
    for (float value : values) {
      own = Math.max(own, Math.abs(value));
    }
    synchronized (this) {
      greatest = Math.max(greatest, own);
    }
  }

  /** Second pass: zeros need no bin, every scale has them exactly. */
  void count(float[] values) {
    float factor;
    synchronized (this) {
      factor = BINS / greatest;
    }
    long[] own = new long[BINS];
    for (float value : values) {
      if (value != 0) {
        own[Math.min(BINS - 1, (int) (Math.abs(value) * factor))]++;
      }
    }
    synchronized (this) {
      for (int bin = 0; bin < BINS; bin++) {
        counts[bin] += own[bin];
      }
    }
  }

  /** The magnitude to saturate at with so many levels above zero: least mean squared error. */
  synchronized float bestLimit(int levels) {
    float best = greatest;
    double least = Double.POSITIVE_INFINITY;
    for (int candidate = CANDIDATES; candidate > CANDIDATES / 8; candidate--) {
      float limit = greatest * candidate / CANDIDATES;
      double error = squaredError(limit, levels);
      if (error < least) {
        least = error;
        best = limit;
      }
    }
    return best;
  }

  private double squaredError(double limit, int levels) {
    double scale = limit / levels;
    double width = (double) greatest / BINS;
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double centre = (bin + 0.5) * width;
      // Within reach rounding is spread evenly over a step; beyond, the rest is cut off.
      double squared = centre <= limit ? scale * scale / 12 : (centre - limit) * (centre - limit);
      sum += counts[bin] * squared;
    }
    return sum;
  }
}
