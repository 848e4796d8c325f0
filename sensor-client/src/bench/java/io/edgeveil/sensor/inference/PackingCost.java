package io.edgeveil.sensor.inference;

import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.TensorAssembly;
import io.edgeveil.core.wire.TensorChunks;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What either packing costs an element: a tensor to chunks with their checksums, and chunks, checked,
 * to a tensor again. Both packings in turn in one run; medians of the thread's CPU time.
 *
 * <p>{@code mvn -Pbench-sensor -Dbench.main=io.edgeveil.sensor.inference.PackingCost -DskipTests -pl
 * sensor-client -am verify}
 */
final class PackingCost {
  private static final int ELEMENTS = 96 * 55 * 55; // the largest result of AlexNet
  private static final int CHUNK_BYTES = 128_000;
  private static final int TURNS = 25;
  private static final int AT_ONCE = 4; // tensors between two looks at the clock
  private static final int[] BITS = {19, 22, 24, 25, 31};

  private PackingCost() {}

  /** Prints a table; takes no notice of its arguments. */
  public static void main(String[] args) throws Exception {
    System.out.println("k   packing  bytes an element  encode ns  decode ns (of one element)");
    for (boolean warm : new boolean[] {false, true}) {
      for (int k : BITS) {
        measure(Modulus.ofBits(k), warm);
      }
    }
  }

  private static void measure(Modulus modulus, boolean print) throws Exception {
    int[] tensor = new Random(1).ints(ELEMENTS, 0, modulus.prime()).toArray();
    Packing[] packings = Packing.values();
    double[][] encode = new double[packings.length][TURNS];
    double[][] decode = new double[packings.length][TURNS];
    long[] bytes = new long[packings.length];
    for (int turn = 0; turn < TURNS; turn++) {
      for (int p = 0; p < packings.length; p++) {
        Packing packing = packings[p];
        ChunkHeader whole =
            ChunkHeader.request(packing.bits(modulus), 1, 2, 3, 4, tensor.length);
        List<Chunk> chunks = null;
        long started = cpuNanos();
        for (int i = 0; i < AT_ONCE; i++) {
          chunks = TensorChunks.encode(whole, tensor, CHUNK_BYTES);
        }
        encode[p][turn] = perElement(started);
        TensorAssembly assembly = null;
        started = cpuNanos();
        for (int i = 0; i < AT_ONCE; i++) {
          assembly = new TensorAssembly(ELEMENTS, modulus, packing);
          for (Chunk chunk : chunks) {
            var unused = assembly.add(Chunk.decode(chunk.bytes()));
          }
        }
        decode[p][turn] = perElement(started);
        if (!Arrays.equals(assembly.tensor(), tensor)) {
          throw new IllegalStateException("another tensor came out than went in");
        }
        bytes[p] = chunks.stream().mapToLong(chunk -> chunk.bytes().length).sum();
      }
    }
    for (int p = 0; print && p < packings.length; p++) {
      System.out.printf(
          "%d  %-7s  %16.3f  %9.2f  %9.2f%n",
          modulus.bits(),
          packings[p],
          (double) bytes[p] / ELEMENTS,
          median(encode[p]),
          median(decode[p]));
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double perElement(long startedNanos) {
    return (double) (cpuNanos() - startedNanos) / AT_ONCE / ELEMENTS;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
