package io.edgeveil.bench;

import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.prepare.verify.OnnxRuntime;
import io.edgeveil.prepare.verify.VerificationException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Random;

/** The float32 network in onnxruntime on one thread: what everything is compared with. */
final class OnnxAlone implements AutoCloseable {
  static final String NAME = "onnxruntime, 1 thread";

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final OnnxRuntime network;
  private final Tensor input;
  private final Samples millis = new Samples();
  private final Samples cpuMillis = new Samples();

  OnnxAlone(Path onnx, Shape shape) throws VerificationException {
    network = OnnxRuntime.load(onnx);
    float[] values = new float[shape.elements()];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    input = new Tensor(shape, values);
  }

  Tensor input() {
    return input;
  }

  float[] output() throws VerificationException {
    return network.output(input);
  }

  /** Some inferences, measured after two that are not. */
  void block(int count) throws VerificationException {
    for (int i = -2; i < count; i++) {
      long startedNanos = System.nanoTime();
      long cpuNanos = THREADS.getCurrentThreadCpuTime();
      var unused = output();
      if (i >= 0) {
        cpuMillis.add((THREADS.getCurrentThreadCpuTime() - cpuNanos) / 1e6);
        millis.add((System.nanoTime() - startedNanos) / 1e6);
      }
    }
  }

  Samples millis() {
    return millis;
  }

  /** Of the thread that asks, which does all the work. */
  Samples cpuMillis() {
    return cpuMillis;
  }

  @Override
  public void close() {
    network.close();
  }
}
