package io.edgeveil.prepare.quantise;

import io.edgeveil.core.manifest.Preprocessing;

/** The least and the greatest value a picture can put into the input tensor. */
record InputRange(float lowest, float highest) {

  static InputRange of(Preprocessing preprocessing) {
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    int channels = Math.max(preprocessing.mean().size(), preprocessing.deviation().size());
    for (int c = 0; c < channels; c++) {
      float mean = preprocessing.mean().get(preprocessing.mean().size() == 1 ? 0 : c);
      float deviation =
          preprocessing.deviation().get(preprocessing.deviation().size() == 1 ? 0 : c);
      for (float pixel : new float[] {0, 255}) {
        float value = (pixel * preprocessing.scale() - mean) / deviation;
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
      }
    }
    return new InputRange(lowest, highest);
  }

  float greatestMagnitude() {
    return Math.max(-lowest, highest);
  }
}
