package io.edgeveil.prepare.quantise;

import io.edgeveil.core.manifest.Preprocessing;

/**
 * The values a picture can put into the input tensor.
 *
 * @param lowest of all
 * @param highest of all
 * @param step least difference that one unit of a sample makes
 * @param isMultiple whether every value is a whole number of steps
 */
record InputRange(float lowest, float highest, float step, boolean isMultiple) {

  static InputRange of(Preprocessing preprocessing) {
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    float step = Float.POSITIVE_INFINITY;
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
      step = Math.min(step, Math.abs(preprocessing.scale() / deviation));
    }
    boolean isMultiple =
        preprocessing.mean().stream().allMatch(mean -> mean == 0)
            && preprocessing.deviation().stream().distinct().count() == 1;
    return new InputRange(lowest, highest, step, isMultiple);
  }

  float greatestMagnitude() {
    return Math.max(-lowest, highest);
  }
}
