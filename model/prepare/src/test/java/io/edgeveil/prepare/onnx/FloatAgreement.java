package io.edgeveil.prepare.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.prepare.quantise.FloatLayers;
import io.edgeveil.prepare.verify.OnnxRuntime;
import io.edgeveil.prepare.verify.VerificationException;
import java.util.Random;
import onnx.Onnx.ModelProto;

/** The same network by our executor in float and by onnxruntime, on a random input. */
public final class FloatAgreement {
  private static final float TOLERANCE = 1e-4f;

  private FloatAgreement() {}

  /** Asserts that both give the same within 1e-4, and returns the import. */
  public static FloatModel assertSame(ModelProto proto, long seed)
      throws OnnxException, VerificationException {
    FloatModel model = OnnxImport.read(proto);
    float[] values = random(model.inputShape().elements(), seed);
    Tensor input = new Tensor(model.inputShape(), values);
    Tensor ours = model.network().runInFloat(input, new FloatLayers(model));
    try (OnnxRuntime runtime = OnnxRuntime.load(proto.toByteArray())) {
      float[] theirs = runtime.output(input);
      assertThat(ours.values()).hasSameSizeAs(theirs);
      for (int i = 0; i < theirs.length; i++) {
        assertThat(ours.values()[i])
            .as("element %d of %s", i, ours.shape())
            .isCloseTo(theirs[i], within(TOLERANCE * Math.max(1, Math.abs(theirs[i]))));
      }
    }
    return model;
  }

  /** Floats in [-1, 1). */
  public static float[] random(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }
}
