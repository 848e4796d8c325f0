package io.edgeveil.core.network;

/** Functions of one element. Arguments are read, results are new arrays. */
final class Activations {
  private Activations() {}

  static float[] relu(float[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.max(x[i], 0);
    }
    return y;
  }

  /** ReLU in place. */
  static void rectify(float[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(x[i], 0);
    }
  }

  static float[] leakyRelu(float[] x, float alpha) {
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] < 0 ? alpha * x[i] : x[i];
    }
    return y;
  }

  static float[] clip(float[] x, float lowest, float highest) {
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.min(Math.max(x[i], lowest), highest);
    }
    return y;
  }

  static float[] sigmoid(float[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) (1 / (1 + StrictMath.exp(-x[i])));
    }
    return y;
  }

  static float[] tanh(float[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) StrictMath.tanh(x[i]);
    }
    return y;
  }
}
