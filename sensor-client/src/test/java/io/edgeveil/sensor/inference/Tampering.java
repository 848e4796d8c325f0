package io.edgeveil.sensor.inference;

import io.edgeveil.core.modulus.Modulus;
import java.util.Random;

/** What a gateway may do to the right masked result; all make residues of as many elements. */
enum Tampering {
  SINGLE_ELEMENT {
    @Override
    void strike(int[] y, Source source) {
      add(y, source.random.nextInt(y.length), source.nonZero(), source);
    }
  },
  ONE_MORE {
    @Override
    void strike(int[] y, Source source) {
      add(y, source.random.nextInt(y.length), 1, source);
    }
  },
  SINGLE_BIT {
    @Override
    void strike(int[] y, Source source) {
      int at = source.random.nextInt(y.length);
      y[at] = source.modulus.reduce(y[at] ^ 1L << source.random.nextInt(source.modulus.bits()));
    }
  },
  MULTIPLE_OF_2_31 {
    @Override
    void strike(int[] y, Source source) {
      long multiple = (1L + source.random.nextInt(60_000)) << 31;
      add(y, source.random.nextInt(y.length), multiple, source);
    }
  },
  POWER_OF_TWO {
    @Override
    void strike(int[] y, Source source) {
      add(y, source.random.nextInt(y.length), 1L << source.random.nextInt(63), source);
    }
  },
  ALL_SHIFTED {
    @Override
    void strike(int[] y, Source source) {
      int shift = source.nonZero();
      for (int i = 0; i < y.length; i++) {
        add(y, i, shift, source);
      }
    }
  },
  OTHER_LAYER {
    @Override
    void strike(int[] y, Source source) {
      fill(y, source.otherLayer, source);
    }
  },
  OTHER_INFERENCE {
    @Override
    void strike(int[] y, Source source) {
      fill(y, source.otherInference, source);
    }
  },
  OTHER_RESULT_ADDED {
    @Override
    void strike(int[] y, Source source) {
      for (int i = 0; i < y.length; i++) {
        add(y, i, source.otherInference[i], source);
      }
    }
  },
  END_CUT_OFF {
    @Override
    void strike(int[] y, Source source) {
      for (int i = source.random.nextInt(y.length); i < y.length; i++) {
        y[i] = 0;
      }
    }
  },
  TWO_SWAPPED {
    @Override
    void strike(int[] y, Source source) {
      swap(y, source.random.nextInt(y.length), source.random.nextInt(y.length));
    }
  },
  SHUFFLED {
    @Override
    void strike(int[] y, Source source) {
      for (int i = y.length - 1; i > 0; i--) {
        swap(y, i, source.random.nextInt(i + 1));
      }
    }
  },
  ZEROS {
    @Override
    void strike(int[] y, Source source) {
      java.util.Arrays.fill(y, 0);
    }
  },
  NEGATED {
    @Override
    void strike(int[] y, Source source) {
      for (int i = 0; i < y.length; i++) {
        y[i] = source.modulus.subtract(0, y[i]);
      }
    }
  },
  TWO_ERRORS_THAT_SUM_TO_ZERO {
    @Override
    void strike(int[] y, Source source) {
      int error = source.nonZero();
      add(y, source.random.nextInt(y.length), error, source);
      add(y, source.random.nextInt(y.length), -error, source);
    }
  },
  RANDOM {
    @Override
    void strike(int[] y, Source source) {
      for (int i = 0; i < y.length; i++) {
        y[i] = source.random.nextInt(source.modulus.prime());
      }
    }
  };

  /** What a tampering gateway has at hand. */
  static final class Source {
    final Random random;
    final Modulus modulus;
    final int[] otherLayer;
    final int[] otherInference;

    /**
     * Retains all.
     *
     * @param otherLayer a right result of another layer
     * @param otherInference a right result of this layer for another input
     */
    Source(Random random, Modulus modulus, int[] otherLayer, int[] otherInference) {
      this.random = random;
      this.modulus = modulus;
      this.otherLayer = otherLayer;
      this.otherInference = otherInference;
    }

    int nonZero() {
      return 1 + random.nextInt(modulus.prime() - 1);
    }
  }

  /** Does it, in place; by chance the result may stay right. */
  abstract void strike(int[] y, Source source);

  private static void add(int[] y, int at, long error, Source source) {
    y[at] = source.modulus.reduce((long) y[at] + source.modulus.reduce(error));
  }

  private static void fill(int[] y, int[] other, Source source) {
    for (int i = 0; i < y.length; i++) {
      y[i] = source.modulus.reduce(other[i % other.length]);
    }
  }

  private static void swap(int[] y, int a, int b) {
    int first = y[a];
    y[a] = y[b];
    y[b] = first;
  }
}
