package io.edgeveil.prepare.alexnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.prepare.onnx.FloatAgreement;
import io.edgeveil.prepare.onnx.FloatModel;
import onnx.Onnx.ModelProto;
import org.junit.jupiter.api.Test;

class SeededAlexNetTest {

  private static long parameters(ModelProto model) {
    return model.getGraph().getInitializerList().stream()
        .mapToLong(tensor -> tensor.getRawData().size() / Float.BYTES)
        .sum();
  }

  private static long multiplyAdds(FloatModel model) {
    return model.layers().stream()
        .filter(layer -> layer.operation() instanceof LinearOperation)
        .mapToLong(layer -> ((LinearOperation) layer.operation()).multiplyAdds())
        .sum();
  }

  @Test
  void torchvisionLayout() throws Exception {
    ModelProto proto = SeededAlexNet.torchvision(1);
    assertThat(parameters(proto)).isEqualTo(61_100_840);
    assertThat(multiplyAdds(FloatAgreement.assertSame(proto, 1))).isEqualTo(714_188_480);
  }

  @Test
  void layoutOf2012() throws Exception {
    ModelProto proto = SeededAlexNet.original(1);
    assertThat(parameters(proto)).isEqualTo(60_965_224);
    assertThat(multiplyAdds(FloatAgreement.assertSame(proto, 1))).isEqualTo(724_406_816);
  }

  @Test
  void theSeedDecidesTheWeights() {
    assertThat(new AlexNetGraph("a", 224, 5).conv("c", 3, 8, 3, 1, 1, 1).model())
        .isEqualTo(new AlexNetGraph("a", 224, 5).conv("c", 3, 8, 3, 1, 1, 1).model())
        .isNotEqualTo(new AlexNetGraph("a", 224, 6).conv("c", 3, 8, 3, 1, 1, 1).model());
  }
}
