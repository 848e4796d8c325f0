package io.edgeveil.sensor.statistics;

import java.util.List;
import java.util.Random;

/**
 * A linear classifier of two classes, trained by stochastic gradient descent. Each feature is first
 * brought to mean 0 and deviation 1 over the training examples, so that it finds small differences.
 */
public final class LogisticRegression {
  private static final int EPOCHS = 30;
  private static final double RATE = 0.5;

  private final float[] means;
  private final float[] factors;
  private final double[] weights;
  private double offset;

  private LogisticRegression(List<float[]> examples) {
    int features = examples.get(0).length;
    means = new float[features];
    factors = new float[features];
    weights = new double[features];
    for (int i = 0; i < features; i++) {
      double sum = 0;
      double squares = 0;
      for (float[] example : examples) {
        sum += example[i];
      }
      double mean = sum / examples.size();
      for (float[] example : examples) {
        squares += (example[i] - mean) * (example[i] - mean);
      }
      double deviation = Math.sqrt(squares / examples.size());
      means[i] = (float) mean;
      factors[i] = deviation < 1e-12 ? 0 : (float) (1 / deviation);
    }
  }

  private float[] standardised(float[] features) {
    float[] standardised = new float[features.length];
    for (int i = 0; i < features.length; i++) {
      standardised[i] = (features[i] - means[i]) * factors[i];
    }
    return standardised;
  }

  /**
   * Trains on examples.
   *
   * @param examples features, read
   * @param classes of the examples
   */
  public static LogisticRegression train(List<float[]> examples, List<Boolean> classes) {
    LogisticRegression model = new LogisticRegression(examples);
    List<float[]> standardised = examples.stream().map(model::standardised).toList();
    Random random = new Random(1);
    double rate = RATE / model.weights.length;
    for (int step = 0; step < EPOCHS * examples.size(); step++) {
      int pick = random.nextInt(examples.size());
      float[] features = standardised.get(pick);
      double wanted = classes.get(pick) ? 1 : 0;
      double gradient = wanted - 1 / (1 + Math.exp(-model.score(features)));
      for (int i = 0; i < features.length; i++) {
        model.weights[i] += rate * gradient * features[i];
      }
      model.offset += rate * gradient;
    }
    return model;
  }

  private double score(float[] features) {
    double sum = offset;
    for (int i = 0; i < features.length; i++) {
      sum += weights[i] * features[i];
    }
    return sum;
  }

  /** How many of these it gets right. */
  public int countRight(List<float[]> examples, List<Boolean> classes) {
    int right = 0;
    for (int i = 0; i < examples.size(); i++) {
      right += (score(standardised(examples.get(i))) > 0) == classes.get(i) ? 1 : 0;
    }
    return right;
  }
}
