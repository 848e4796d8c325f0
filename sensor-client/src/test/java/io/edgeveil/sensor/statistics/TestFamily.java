package io.edgeveil.sensor.statistics;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tests of significance that share one probability of a false alarm.
 *
 * <p>Bonferroni: each test rejects below {@code falseAlarm / tests}, so that all of them together
 * reject a true hypothesis with probability {@code falseAlarm} at most, however they depend on each
 * other.
 */
public final class TestFamily {
  private final double falseAlarm;
  private final Map<String, Double> probabilities = new LinkedHashMap<>();

  /** An empty family. */
  public TestFamily(double falseAlarm) {
    this.falseAlarm = falseAlarm;
  }

  /** Adds the p-value of one test. */
  public void add(String test, double probability) {
    if (Double.isNaN(probability) || probability < 0 || probability > 1) {
      throw new IllegalArgumentException(test + ": no probability: " + probability);
    }
    if (probabilities.putIfAbsent(test, probability) != null) {
      throw new IllegalArgumentException(test + " is there twice");
    }
  }

  /** Adds the p-values of several tests of one thing. */
  public void addAll(String what, Map<String, Double> tests) {
    tests.forEach((test, probability) -> add(what + ", " + test, probability));
  }

  /** How many tests there are. */
  public int size() {
    return probabilities.size();
  }

  /** The p-value below which a test rejects. */
  public double level() {
    return falseAlarm / probabilities.size();
  }

  /** The smallest p-value. */
  public double least() {
    return probabilities.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** The tests that reject, each with its p-value. */
  public List<String> rejections() {
    return probabilities.entrySet().stream()
        .filter(test -> test.getValue() < level())
        .map(test -> test.getKey() + ": p = " + test.getValue())
        .toList();
  }

  /** Names of all tests. */
  public Collection<String> tests() {
    return probabilities.keySet();
  }
}
