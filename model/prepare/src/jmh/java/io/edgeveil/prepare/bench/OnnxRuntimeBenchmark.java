package io.edgeveil.prepare.bench;

import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.prepare.verify.OnnxRuntime;
import io.edgeveil.prepare.verify.VerificationException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The whole float32 network in onnxruntime, one thread, batch 1. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class OnnxRuntimeBenchmark {
  /** Where {@link AlexNetFiles} are. */
  @Param("")
  public String folder;

  private OnnxRuntime network;
  private Tensor input;

  /** Opens the network and draws an input. */
  @Setup
  public void open() throws VerificationException {
    network = OnnxRuntime.load(AlexNetFiles.onnx(Path.of(folder)));
    Shape shape = Shape.of(1, 3, 224, 224);
    float[] values = new float[shape.elements()];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    input = new Tensor(shape, values);
  }

  /** One inference. */
  @Benchmark
  public float[] infer() throws VerificationException {
    return network.output(input);
  }

  /** Closes the network. */
  @TearDown
  public void close() {
    network.close();
  }
}
