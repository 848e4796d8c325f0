package io.edgeveil.prepare.verify;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.edgeveil.core.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The float network in onnxruntime, on one thread. */
public final class OnnxRuntime implements FloatReference {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;
  private final int batch;

  private OnnxRuntime(OrtEnvironment environment, OrtSession session, String input, int batch) {
    this.environment = environment;
    this.session = session;
    this.input = input;
    this.batch = batch;
  }

  /**
   * Loads a file.
   *
   * @throws VerificationException if onnxruntime refuses it
   */
  public static OnnxRuntime load(Path file) throws VerificationException {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      return of(environment, environment.createSession(file.toString(), options()));
    } catch (OrtException e) {
      throw refused(e);
    }
  }

  /** Loads a file's content. */
  public static OnnxRuntime load(byte[] content) throws VerificationException {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      return of(environment, environment.createSession(content, options()));
    } catch (OrtException e) {
      throw refused(e);
    }
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    return options;
  }

  private static OnnxRuntime of(OrtEnvironment environment, OrtSession session)
      throws OrtException {
    String input = session.getInputNames().iterator().next();
    TensorInfo info = (TensorInfo) session.getInputInfo().get(input).getInfo();
    return new OnnxRuntime(environment, session, input, (int) Math.max(1, info.getShape()[0]));
  }

  @Override
  public float[] output(Path picture, Tensor tensor) throws VerificationException {
    return output(tensor);
  }

  /** What the network makes of a tensor with a batch of one. */
  public float[] output(Tensor tensor) throws VerificationException {
    long[] shape = tensor.shape().extents().stream().mapToLong(Integer::longValue).toArray();
    shape[0] = batch;
    // Where the file fixes a batch, the picture goes first and zeros fill the rest.
    float[] values = Arrays.copyOf(tensor.values(), tensor.values().length * batch);
    try (OnnxTensor value = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
        OrtSession.Result result = session.run(Map.of(input, value))) {
      Optional<OnnxValue> first = result.get(session.getOutputNames().iterator().next());
      FloatBuffer floats = ((OnnxTensor) first.orElseThrow()).getFloatBuffer();
      float[] output = new float[floats.remaining() / batch];
      floats.get(output);
      return output;
    } catch (OrtException e) {
      throw refused(e);
    }
  }

  @Override
  public int label(Path picture) {
    return -1;
  }

  private static VerificationException refused(OrtException e) {
    String line = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
    return new VerificationException("onnxruntime: " + line, e);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("onnxruntime does not close its session", e);
    }
  }
}
