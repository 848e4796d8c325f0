package io.edgeveil.prepare.quantise;

import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.Operation;
import io.edgeveil.core.manifest.Preprocessing;
import io.edgeveil.prepare.onnx.FloatModel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which tensors of a network cannot be negative, whatever the picture: they need no sign. */
final class NonNegative {
  private NonNegative() {}

  /** Names of the tensors. */
  static Set<String> tensors(FloatModel model, Preprocessing preprocessing) {
    Set<String> tensors = new HashSet<>();
    if (InputRange.of(preprocessing).lowest() >= 0) {
      tensors.add(model.input());
    }
    for (Layer layer : model.layers()) {
      if (staysNonNegative(layer, tensors, model.constants())) {
        tensors.add(layer.output());
      }
    }
    return tensors;
  }

  private static boolean staysNonNegative(Layer layer, Set<String> tensors, float[] constants) {
    boolean inputs = tensors.containsAll(layer.inputs());
    Operation operation = layer.operation();
    if (operation instanceof Operation.Relu
        || operation instanceof Operation.Sigmoid
        || operation instanceof Operation.Softmax) {
      return true;
    } else if (operation instanceof Operation.Clip clip) {
      return clip.lowest() >= 0 || (inputs && clip.highest() >= 0);
    } else if (operation instanceof Operation.AddConstant add) {
      return inputs && isNonNegative(add.constant(), constants);
    } else if (operation instanceof Operation.MulConstant mul) {
      return inputs && isNonNegative(mul.constant(), constants);
    } else if (operation instanceof Operation.Padding padding) {
      return inputs && padding.value() >= 0;
    } else if (operation instanceof Operation.Lrn lrn) {
      return inputs && lrn.bias() >= 0 && lrn.alpha() >= 0;
    }
    return inputs && KEEP_THE_SIGN.contains(operation.getClass());
  }

  private static final Set<Class<? extends Operation>> KEEP_THE_SIGN =
      Set.copyOf(
          List.of(
              Operation.LeakyRelu.class,
              Operation.PRelu.class,
              Operation.Tanh.class,
              Operation.MaxPool.class,
              Operation.AveragePool.class,
              Operation.GlobalAveragePool.class,
              Operation.Add.class,
              Operation.Mul.class,
              Operation.Concat.class,
              Operation.Reshape.class,
              Operation.Transpose.class,
              Operation.Slice.class));

  private static boolean isNonNegative(Constant constant, float[] constants) {
    for (int i = constant.offset(); i < constant.offset() + constant.count(); i++) {
      if (!(constants[i] >= 0)) {
        return false;
      }
    }
    return true;
  }
}
