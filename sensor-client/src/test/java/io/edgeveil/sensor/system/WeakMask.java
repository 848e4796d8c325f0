package io.edgeveil.sensor.system;

import io.edgeveil.core.modulus.Modulus;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Masks as they must not be: the tests of the line have to notice each. */
enum WeakMask {
  NONE {
    @Override
    int[] mask(int inference, Modulus modulus, int elements) {
      return new int[elements];
    }
  },
  ONE_FOR_ALL_INFERENCES {
    @Override
    int[] mask(int inference, Modulus modulus, int elements) {
      return uniform(0, elements, modulus.prime());
    }
  },
  ONE_FOR_TWO_INFERENCES {
    @Override
    int[] mask(int inference, Modulus modulus, int elements) {
      return uniform(inference / 2, elements, modulus.prime());
    }
  },
  MOVED_ON_BY_AN_ELEMENT {
    @Override
    int[] mask(int inference, Modulus modulus, int elements) {
      return IntStream.range(0, elements)
          .map(i -> new Random(inference + (long) i).nextInt(modulus.prime()))
          .toArray();
    }
  },
  EIGHT_BITS {
    @Override
    int[] mask(int inference, Modulus modulus, int elements) {
      return uniform(inference, elements, 256);
    }
  },
  A_BIT_SHORT {
    @Override
    int[] mask(int inference, Modulus modulus, int elements) {
      return uniform(inference, elements, 1 << (modulus.bits() - 1));
    }
  },
  LOW_BYTE_BARE {
    @Override
    int[] mask(int inference, Modulus modulus, int elements) {
      int[] mask = uniform(inference, elements, modulus.prime() >> 8);
      for (int i = 0; i < elements; i++) {
        mask[i] <<= 8;
      }
      return mask;
    }
  };

  /** A mask of residues. */
  abstract int[] mask(int inference, Modulus modulus, int elements);

  private static int[] uniform(long seed, int elements, int bound) {
    return new Random(seed).ints(elements, 0, bound).toArray();
  }

  /** Tensors under such masks. */
  List<int[]> masked(List<int[]> quantised, Modulus modulus) {
    return IntStream.range(0, quantised.size())
        .mapToObj(
            inference -> {
              int[] x = quantised.get(inference);
              int[] masked = mask(inference, modulus, x.length);
              for (int i = 0; i < x.length; i++) {
                masked[i] = modulus.add(modulus.ofSigned(x[i]), masked[i]);
              }
              return masked;
            })
        .toList();
  }
}
