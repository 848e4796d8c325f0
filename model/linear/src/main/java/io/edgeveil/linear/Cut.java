package io.edgeveil.linear;

import java.util.ArrayList;
import java.util.List;

/**
 * A rectangle of a layer's weight matrix that one primitive multiplies.
 *
 * @param firstChannel first input channel it reads
 * @param firstOutput first output channel it makes, or makes a part of
 * @param geometry the rectangle as a layer of its own
 */
record Cut(int firstChannel, int firstOutput, Geometry geometry) {

  /** Channels of a part are a multiple of this, so that vectors stay full. */
  private static final int CHANNEL_STEP = 16;

  /** The layer in one piece. */
  static Cut whole(Geometry layer) {
    return new Cut(0, 0, layer);
  }

  /** One cut a group. */
  static List<Cut> groups(Geometry layer) {
    List<Cut> cuts = new ArrayList<>();
    Geometry one = layer.oneGroup();
    for (int g = 0; g < layer.groups(); g++) {
      cuts.add(new Cut(g * one.channels(), g * one.outputChannels(), one));
    }
    return cuts;
  }

  /** At most so many cuts of about as many outputs each; only without groups. */
  static List<Cut> outputs(Geometry layer, int most) {
    int step = (layer.outputChannels() + most - 1) / most;
    step = (step + CHANNEL_STEP - 1) / CHANNEL_STEP * CHANNEL_STEP;
    List<Cut> cuts = new ArrayList<>();
    for (int from = 0; from < layer.outputChannels(); from += step) {
      int outputs = Math.min(step, layer.outputChannels() - from);
      cuts.add(new Cut(0, from, layer.withOutputs(outputs)));
    }
    return cuts;
  }

  /** The weights of this cut, out of those of the layer. */
  byte[] weights(Geometry layer, byte[] all) {
    if (geometry.equals(layer)) {
      return all;
    }
    int length = geometry.rowLength();
    int rowLength = layer.rowLength();
    int from = firstChannel % (layer.channels() / layer.groups()) * layer.taps();
    byte[] part = new byte[geometry.outputChannels() * length];
    for (int o = 0; o < geometry.outputChannels(); o++) {
      System.arraycopy(all, (firstOutput + o) * rowLength + from, part, o * length, length);
    }
    return part;
  }

  /**
   * Cuts the input channels into as few parts as keep every sum exact; one part if it is already.
   *
   * @param weights of this cut
   * @throws LayerRefusedException if not even single channels do, or groups would have to be cut
   */
  List<Cut> exactParts(LimbWidth limbs, byte[] weights) {
    int channels = geometry.channels();
    for (int parts = 1; ; parts++) {
      int step = (channels + parts - 1) / parts;
      if (parts > 1 && step > CHANNEL_STEP) {
        step = (step + CHANNEL_STEP - 1) / CHANNEL_STEP * CHANNEL_STEP;
      }
      if (holds(step, limbs, weights)) {
        return parts(step);
      }
      if (step == 1 || geometry.groups() > 1) {
        var unused = ExactRange.ofLimbs(limbs, sums(0, step, weights)); // throws, with the figures
        throw new LayerRefusedException("no part of a row is exact with " + limbs);
      }
    }
  }

  private boolean holds(int step, LimbWidth limbs, byte[] weights) {
    for (int from = 0; from < geometry.channels(); from += step) {
      if (!ExactRange.holdsLimbs(limbs, sums(from, step, weights))) {
        return false;
      }
    }
    return true;
  }

  private RowSums sums(int fromChannel, int step, byte[] weights) {
    int taps = geometry.taps();
    int from = geometry.groups() > 1 ? 0 : fromChannel * taps;
    int to = Math.min(geometry.rowLength(), from + step * taps);
    return RowSums.of(geometry.outputChannels(), geometry.rowLength(), from, to, weights);
  }

  private List<Cut> parts(int step) {
    if (step >= geometry.channels()) {
      return List.of(this);
    }
    List<Cut> parts = new ArrayList<>();
    for (int from = 0; from < geometry.channels(); from += step) {
      int channels = Math.min(step, geometry.channels() - from);
      parts.add(new Cut(firstChannel + from, firstOutput, geometry.withChannels(channels)));
    }
    return parts;
  }
}
