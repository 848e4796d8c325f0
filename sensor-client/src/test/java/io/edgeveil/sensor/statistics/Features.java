package io.edgeveil.sensor.statistics;

import java.util.List;

/** Ways to show tensors of residues to a classifier. */
public enum Features {
  /** Every byte as it travels, by its place. */
  BYTES {
    @Override
    int count(int elements) {
      return 3 * elements;
    }

    @Override
    void add(int[] tensor, int prime, float[] features, int at) {
      int f = at;
      for (int residue : tensor) {
        for (int shift = 0; shift < 24; shift += 8) {
          features[f++] = (residue >>> shift & 0xff) / 127.5f - 1;
        }
      }
    }
  },
  /** Every residue, by its place, as a number. */
  RESIDUES {
    @Override
    int count(int elements) {
      return elements;
    }

    @Override
    void add(int[] tensor, int prime, float[] features, int at) {
      for (int i = 0; i < tensor.length; i++) {
        features[at + i] = (float) (2.0 * tensor[i] / prime - 1);
      }
    }
  },
  /** How often each value of each byte and each of 256 ranges of residues comes, wherever. */
  FREQUENCIES {
    @Override
    int count(int elements) {
      return 4 * 256;
    }

    @Override
    void add(int[] tensor, int prime, float[] features, int at) {
      double scale = Math.sqrt(256.0 / tensor.length);
      for (int residue : tensor) {
        for (int b = 0; b < 3; b++) {
          features[at + b * 256 + (residue >>> (8 * b) & 0xff)] += (float) scale;
        }
        features[at + 768 + (int) (residue * 256L / prime)] += (float) scale;
      }
      for (int i = 0; i < 4 * 256; i++) {
        features[at + i] -= (float) (scale * tensor.length / 256);
      }
    }
  };

  abstract int count(int elements);

  abstract void add(int[] tensor, int prime, float[] features, int at);

  /**
   * The features of several tensors of one inference.
   *
   * @param primes of the tensors
   */
  public float[] of(List<int[]> tensors, List<Integer> primes) {
    float[] features = new float[tensors.stream().mapToInt(tensor -> count(tensor.length)).sum()];
    int at = 0;
    for (int i = 0; i < tensors.size(); i++) {
      add(tensors.get(i), primes.get(i), features, at);
      at += count(tensors.get(i).length);
    }
    return features;
  }
}
