package io.edgeveil.linear;

import io.edgeveil.core.modulus.Modulus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sparse matrix of small weights, multiplied one weight at a time along a whole output channel.
 *
 * <p>So that one weight is one long loop over ints, which the JIT turns into vector code, the input
 * is laid out in planes first: a plane holds the pixels of one channel that the taps of one phase
 * of the stride meet, zeros around them, as far apart as the planes are wide. Then the output
 * channel, likewise spaced, is the sum of stretches of planes. Residues are split in halves of
 * {@link #HALF} bits for it.
 *
 * <p>Exact range: weights below 2^7, at most {@link #MOST_IN_ROW} in a row, so that the sum of
 * either half is below {@code 127 · 2^14 · 1023 < 2^31}; moduli 2^k - c up to {@link #MOST_BITS}
 * bits, for which both halves fold (see {@link Recombination}) to a number in (-p, 2p).
 */
final class Excess {
  /** Most weights of an output channel. */
  static final int MOST_IN_ROW = 1023;

  /** Greatest k; c is at most 57 up to here. */
  static final int MOST_BITS = 28;

  private static final int HALF = 14;

  private final Geometry layer;
  private final Modulus modulus;
  private final Phases phases;
  private final List<Plane> planes = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private int count;

  /** The pixels of a channel that lie {@code (down, across)} beyond multiples of the strides. */
  private record Plane(int channel, int down, int across) {}

  /** The weights of one output channel. */
  private static final class Row {
    final int channel;
    final int[] starts; // of the stretch of each weight, counted through all planes
    final byte[] values;

    Row(int channel, int[] starts, byte[] values) {
      this.channel = channel;
      this.starts = starts;
      this.values = values;
    }
  }

  private Excess(Geometry layer, Modulus modulus) {
    this.layer = layer;
    this.modulus = modulus;
    this.phases = new Phases(layer);
  }

  /**
   * What {@code all} has beyond {@code main}, in some output channels.
   *
   * @throws LayerRefusedException outside the exact range
   */
  static Excess between(
      Geometry layer, Modulus modulus, byte[] all, byte[] main, int firstOutput, int outputs) {
    if (modulus.bits() > MOST_BITS) {
      throw new LayerRefusedException("weights in excess need a modulus of at most 28 bits");
    }
    Excess excess = new Excess(layer, modulus);
    Map<Plane, Integer> numbers = new LinkedHashMap<>();
    for (int row = firstOutput; row < firstOutput + outputs; row++) {
      excess.addRow(row, all, main, numbers);
    }
    excess.planes.addAll(numbers.keySet());
    return excess;
  }

  private void addRow(int row, byte[] all, byte[] main, Map<Plane, Integer> numbers) {
    int length = layer.rowLength();
    int[] starts = new int[length];
    byte[] values = new byte[length];
    int found = 0;
    for (int i = row * length; i < (row + 1) * length; i++) {
      if (all[i] != main[i]) {
        starts[found] = start(row, i % length, numbers);
        values[found++] = (byte) (all[i] - main[i]);
      }
    }
    if (found > MOST_IN_ROW) {
      throw new LayerRefusedException("a row has " + found + " weights in excess, above 1023");
    }
    if (found > 0) {
      rows.add(new Row(row, Arrays.copyOf(starts, found), Arrays.copyOf(values, found)));
      count += found;
    }
  }

  private int start(int row, int place, Map<Plane, Integer> numbers) {
    int perGroup = layer.channels() / layer.groups();
    int group = row / (layer.outputChannels() / layer.groups());
    int tap = place % layer.taps();
    Plane plane =
        new Plane(group * perGroup + place / layer.taps(), phases.down(tap), phases.across(tap));
    numbers.putIfAbsent(plane, numbers.size());
    return numbers.get(plane) * phases.planeLength() + phases.start(tap);
  }

  /** How many weights. */
  int count() {
    return count;
  }

  /**
   * Adds this matrix times an input to an output.
   *
   * @param residues one input tensor from {@code from} on; read
   * @param results one output tensor from {@code to} on; read and overwritten, in [0, p)
   * @param room overwritten
   */
  void add(int[] residues, int from, int[] results, int to, ExcessRoom room) {
    int length = phases.planeLength();
    room.reserve(planes.size() * length, phases.sumLength());
    for (int i = 0; i < planes.size(); i++) {
      Plane plane = planes.get(i);
      int at = from + plane.channel() * layer.pixels();
      phases.layOut(residues, at, plane.down(), plane.across(), room.lowPlanes, i * length);
    }
    halve(room.lowPlanes, room.highPlanes, planes.size() * length);
    for (Row row : rows) {
      Arrays.fill(room.low, 0, phases.sumLength(), 0);
      Arrays.fill(room.high, 0, phases.sumLength(), 0);
      for (int i = 0; i < row.values.length; i++) {
        add(row.values[i], room.lowPlanes, row.starts[i], room.low, phases.sumLength());
        add(row.values[i], room.highPlanes, row.starts[i], room.high, phases.sumLength());
      }
      fold(room.low, room.high, phases.sumLength(), modulus.bits(), modulus.prime());
      addResidues(room.low, results, to + row.channel * layer.outputPixels());
    }
  }

  private static void halve(int[] low, int[] high, int length) {
    for (int i = 0; i < length; i++) {
      int residue = low[i];
      high[i] = residue >> HALF;
      low[i] = residue & ((1 << HALF) - 1);
    }
  }

  private static void add(int weight, int[] plane, int from, int[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += weight * plane[from + i];
    }
  }

  /** {@code low + 2^14 · high mod p}, into {@code low}. */
  private static void fold(int[] low, int[] high, int length, int k, int p) {
    int mask = (1 << k) - 1;
    int c = (1 << k) - p;
    int kept = k - HALF;
    int keptMask = (1 << kept) - 1;
    for (int i = 0; i < length; i++) {
      int above = (low[i] >> k) + (high[i] >> kept); // below 2^18
      int v = (low[i] & mask) + ((high[i] & keptMask) << HALF) + above * c; // below 2^30
      v = (v & mask) + (v >> k) * c; // in (-p, 2p)
      v += (v >> 31) & p;
      v -= p;
      low[i] = v + ((v >> 31) & p);
    }
  }

  private void addResidues(int[] spaced, int[] results, int to) {
    int width = layer.outputWidth();
    for (int row = 0; row < layer.outputHeight(); row++) {
      add(spaced, row * phases.pitch(), results, to + row * width, width, modulus.prime());
    }
  }

  private static void add(int[] residues, int from, int[] results, int to, int length, int p) {
    for (int i = 0; i < length; i++) {
      int v = results[to + i] + residues[from + i] - p;
      results[to + i] = v + ((v >> 31) & p);
    }
  }
}
