package io.edgeveil.sensor.inference;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** From output tensors of one model to labels with scores. Immutable. */
public final class Ranking {
  private final List<String> labels;
  private final boolean endsInSoftmax;

  private Ranking(List<String> labels, boolean endsInSoftmax) {
    this.labels = labels;
    this.endsInSoftmax = endsInSoftmax;
  }

  /** For a model. */
  public static Ranking of(Manifest manifest) {
    return new Ranking(manifest.labels(), endsInSoftmax(manifest));
  }

  /** Whether the output is made by Softmax, at most reshaped since. */
  private static boolean endsInSoftmax(Manifest manifest) {
    String tensor = manifest.output();
    for (int i = manifest.layers().size() - 1; i >= 0; i--) {
      Layer layer = manifest.layers().get(i);
      if (layer.output().equals(tensor)) {
        if (!(layer.operation() instanceof Operation.Reshape)) {
          return layer.operation() instanceof Operation.Softmax;
        }
        tensor = layer.inputs().get(0);
      }
    }
    return false;
  }

  /**
   * The likeliest classes, likeliest first; of equals the one with the lower number.
   *
   * @param output read
   * @param count at least 1; fewer come back where there are fewer classes
   */
  public List<Prediction> top(Tensor output, int count) {
    double[] scores = scores(output.values());
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
        .limit(count)
        .map(i -> new Prediction(label(i), scores[i]))
        .toList();
  }

  private double[] scores(float[] values) {
    double[] scores = new double[values.length];
    if (endsInSoftmax) {
      java.util.Arrays.setAll(scores, i -> values[i]);
      return scores;
    }
    double greatest = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      greatest = Math.max(greatest, value);
    }
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.exp(values[i] - greatest);
      sum += scores[i];
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] /= sum;
    }
    return scores;
  }

  private String label(int index) {
    return index < labels.size() ? labels.get(index) : String.valueOf(index);
  }
}
