package io.edgeveil.sensor.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/**
 * Whether tensors of residues, in the order they were sent, look uniform over [0, p) and
 * independent of each other.
 *
 * <table>
 * <caption>The tests</caption>
 * <tr><td>bins</td><td>256 bins of equal width: chi-square</td></tr>
 * <tr><td>low byte, middle byte, top byte</td><td>each byte as it travels: chi-square</td></tr>
 * <tr><td>distribution</td><td>Kolmogorov-Smirnov</td></tr>
 * <tr><td>places</td><td>every place of the tensor by itself, 16 bins, one sum: chi-square</td></tr>
 * <tr><td>neighbours</td><td>two next to each other, 16 x 16 bins: chi-square</td></tr>
 * <tr><td>successors</td><td>the same place in a tensor and the next, 16 x 16 bins: chi-square</td></tr>
 * <tr><td>differences</td><td>of a tensor to the next mod p, 256 bins: chi-square</td></tr>
 * <tr><td>repeats</td><td>equal residues at the same place of a tensor and the next: binomial</td></tr>
 * <tr><td>runs</td><td>a run of residues that comes twice, anywhere in any tensor</td></tr>
 * </table>
 *
 * <p>Of independent uniform tensors the differences of each to the next are independent and
 * uniform, too, so all of them count; successors are taken from disjoint pairs.
 */
public final class Uniformity {
  private static final int BINS = 256;
  private static final int COARSE = 16;
  private static final int LEAST_EXPECTED = 5;

  /** A run is long enough when a given one has at most this probability: 2^-76. */
  private static final double RUN_BITS = 76;

  private final int prime;
  private final List<int[]> tensors;
  private final int elements;
  private final Map<String, Double> probabilities = new LinkedHashMap<>();

  private Uniformity(int prime, List<int[]> tensors) {
    this.prime = prime;
    this.tensors = tensors;
    this.elements = tensors.get(0).length;
  }

  /**
   * The p-value of every test.
   *
   * @param tensors residues below the prime, all of one length; read
   */
  public static Map<String, Double> test(int prime, List<int[]> tensors) {
    Uniformity uniformity = new Uniformity(prime, tensors);
    uniformity.testEachResidue();
    uniformity.testPlaces();
    uniformity.testPairs();
    uniformity.testDifferences();
    uniformity.testRuns();
    return uniformity.probabilities;
  }

  private int bin(int residue, int bins) {
    return (int) ((long) residue * bins / prime);
  }

  /** How many residues lie in each bin. */
  private double[] widths(int bins) {
    double[] widths = new double[bins];
    for (int bin = 0; bin < bins; bin++) {
      widths[bin] = firstOf(bin + 1, bins) - firstOf(bin, bins);
    }
    return widths;
  }

  private long firstOf(int bin, int bins) {
    return ((long) bin * prime + bins - 1) / bins;
  }

  private void testEachResidue() {
    long[] binned = new long[BINS];
    double[] sample = new double[tensors.size() * elements];
    int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(prime - 1) + 7) / 8;
    long[][] byByte = new long[bytes][256];
    Random within = new Random(1);
    int n = 0;
    for (int[] tensor : tensors) {
      for (int residue : tensor) {
        binned[bin(residue, BINS)]++;
        for (int b = 0; b < bytes; b++) {
          byByte[b][residue >>> (8 * b) & 0xff]++;
        }
        sample[n++] = (residue + within.nextDouble()) / prime; // uniform over [0, 1)
      }
    }
    probabilities.put("bins", chiSquare(widths(BINS), binned));
    for (int b = 0; b < bytes; b++) {
      String name = b == 0 ? "low byte" : b == bytes - 1 ? "top byte" : "middle byte " + b;
      probabilities.put(name, chiSquare(withByte(b), byByte[b]));
    }
    probabilities.put(
        "distribution",
        KolmogorovSmirnovTest.withDefaults()
            .test(sample, x -> Math.min(1, Math.max(0, x)))
            .getPValue());
  }

  /** How many residues have each value of a byte. */
  private double[] withByte(int b) {
    double[] count = new double[256];
    long unit = 1L << (8 * b);
    for (int value = 0; value < 256; value++) {
      long whole = prime / (256 * unit);
      long rest = prime % (256 * unit) - value * unit;
      count[value] = whole * unit + Math.max(0, Math.min(unit, rest));
    }
    return count;
  }

  private void testPlaces() {
    double[] widths = widths(COARSE);
    double statistic = 0;
    for (int place = 0; place < elements; place++) {
      long[] counts = new long[COARSE];
      for (int[] tensor : tensors) {
        counts[bin(tensor[place], COARSE)]++;
      }
      for (int bin = 0; bin < COARSE; bin++) {
        double expected = tensors.size() * widths[bin] / prime;
        statistic += (counts[bin] - expected) * (counts[bin] - expected) / expected;
      }
    }
    probabilities.put(
        "places",
        ChiSquaredDistribution.of((double) elements * (COARSE - 1)).survivalProbability(statistic));
  }

  private void testPairs() {
    long[] neighbours = new long[COARSE * COARSE];
    long[] successors = new long[COARSE * COARSE];
    for (int t = 0; t < tensors.size(); t++) {
      int[] tensor = tensors.get(t);
      for (int i = 0; i + 1 < elements; i += 2) {
        neighbours[bin(tensor[i], COARSE) * COARSE + bin(tensor[i + 1], COARSE)]++;
      }
      if (t % 2 == 1) {
        int[] before = tensors.get(t - 1);
        for (int i = 0; i < elements; i++) {
          successors[bin(before[i], COARSE) * COARSE + bin(tensor[i], COARSE)]++;
        }
      }
    }
    double[] widths = widths(COARSE);
    double[] expected = new double[COARSE * COARSE];
    Arrays.setAll(expected, i -> widths[i / COARSE] * widths[i % COARSE]);
    probabilities.put("neighbours", chiSquare(expected, neighbours));
    probabilities.put("successors", chiSquare(expected, successors));
  }

  private void testDifferences() {
    long[] differences = new long[BINS];
    int repeats = 0;
    for (int t = 1; t < tensors.size(); t++) {
      for (int i = 0; i < elements; i++) {
        int difference = Math.floorMod(tensors.get(t)[i] - tensors.get(t - 1)[i], prime);
        differences[bin(difference, BINS)]++;
        repeats += difference == 0 ? 1 : 0;
      }
    }
    probabilities.put("differences", chiSquare(widths(BINS), differences));
    probabilities.put(
        "repeats",
        BinomialTest.withDefaults()
            .with(AlternativeHypothesis.GREATER_THAN)
            .test((tensors.size() - 1) * elements, repeats, 1.0 / prime)
            .getPValue());
  }

  /** Looks for equal runs by a 64-bit hash first, then compares the runs that share one. */
  private void testRuns() {
    int length = (int) Math.ceil(RUN_BITS * Math.log(2) / Math.log(prime));
    int perTensor = elements - length + 1;
    long[] hashes = new long[tensors.size() * perTensor];
    for (int run = 0; run < hashes.length; run++) {
      hashes[run] = hash(run / perTensor, run % perTensor, length);
    }
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    boolean twice = false;
    for (int i = 1; i < sorted.length && !twice; i++) {
      twice = sorted[i] == sorted[i - 1] && isTwice(sorted[i], hashes, perTensor, length);
    }
    double pairs = (double) hashes.length * (hashes.length - 1) / 2;
    probabilities.put("runs", twice ? Math.min(1, pairs * Math.pow(prime, -length)) : 1);
  }

  private long hash(int tensor, int from, int length) {
    long hash = 0;
    for (int i = from; i < from + length; i++) {
      hash = (hash ^ tensors.get(tensor)[i]) * 0x9e3779b97f4a7c15L;
      hash ^= hash >>> 32;
    }
    return hash;
  }

  private boolean isTwice(long hash, long[] hashes, int perTensor, int length) {
    Map<List<Integer>, Integer> seen = new HashMap<>();
    for (int run = 0; run < hashes.length; run++) {
      if (hashes[run] == hash) {
        int[] tensor = tensors.get(run / perTensor);
        int from = run % perTensor;
        List<Integer> residues = Arrays.stream(tensor, from, from + length).boxed().toList();
        if (seen.put(residues, run) != null) {
          return true;
        }
      }
    }
    return false;
  }

  /** The p-value; cells that would be all but empty are one cell. */
  private static double chiSquare(double[] weights, long[] counts) {
    double total = Arrays.stream(counts).sum();
    double whole = Arrays.stream(weights).sum();
    double[] expected = new double[counts.length + 1];
    long[] observed = new long[counts.length + 1];
    int cells = 0;
    double rareExpected = 0;
    long rareObserved = 0;
    for (int i = 0; i < counts.length; i++) {
      double expectation = total * weights[i] / whole;
      if (expectation < LEAST_EXPECTED) {
        rareExpected += expectation;
        rareObserved += counts[i];
      } else {
        expected[cells] = expectation;
        observed[cells++] = counts[i];
      }
    }
    if (rareExpected >= LEAST_EXPECTED) {
      expected[cells] = rareExpected;
      observed[cells++] = rareObserved;
    } else if (cells > 0) {
      expected[0] += rareExpected;
      observed[0] += rareObserved;
    }
    return ChiSquareTest.withDefaults()
        .test(Arrays.copyOf(expected, cells), Arrays.copyOf(observed, cells))
        .getPValue();
  }
}
