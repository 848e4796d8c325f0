package io.edgeveil.bench;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One number, as it stands in {@code results.jsonl}.
 *
 * @param name unique in a run and the same in every run, words divided by slashes
 * @param unit of the value
 * @param value median of the samples, unless the name says otherwise
 * @param samples how many
 * @param ratio to what {@code to} names, or null
 * @param to what it is compared with, measured in turn with it, or null
 * @param aim of the ratio, or of the value where there is none; for people; or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Measurement(
    String name, String unit, double value, int samples, Double ratio, String to, String aim) {

  static Measurement of(String name, String unit, double value, int samples) {
    return new Measurement(name, unit, rounded(value), samples, null, null, null);
  }

  /** The same, compared. */
  Measurement ratio(double newRatio, String newTo) {
    return new Measurement(name, unit, value, samples, rounded(newRatio), newTo, aim);
  }

  /** The same, with what it should be. */
  Measurement aim(String newAim) {
    return new Measurement(name, unit, value, samples, ratio, to, newAim);
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
