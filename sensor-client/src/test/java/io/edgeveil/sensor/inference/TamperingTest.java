package io.edgeveil.sensor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.linear.PreparedLayer;
import io.edgeveil.linear.ReferenceKernel;
import io.edgeveil.pads.integrity.FreivaldsCheck;
import io.edgeveil.pads.integrity.IntegritySecrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * At least 100,000 tampered results, against secrets that the workstation wrote and the sensor
 * read, over layers with the shapes of real ones and every modulus: none is accepted.
 */
class TamperingTest {
  private static final int INPUTS_A_LAYER = 10;
  private static final int WANTED = 100_000;

  @TempDir Path temporary;

  @Test
  void noneOfAHundredThousandIsAccepted() throws Exception {
    ManyLayers model = ManyLayers.write(temporary.resolve("model"));
    Random random = new Random(3);
    Map<Tampering, Integer> rejected = new EnumMap<>(Tampering.class);
    int[] otherLayer = random.ints(1000, 0, 1 << 16).toArray();
    try (IntegritySecrets secrets = model.secrets(temporary)) {
      for (int layer = 0; layer < model.layers().size(); layer++) {
        otherLayer = tamper(model, layer, secrets.layer(layer), otherLayer, random, rejected);
      }
    }
    assertThat(rejected.keySet()).containsExactlyInAnyOrder(Tampering.values());
    assertThat(rejected.values()).allMatch(count -> count > WANTED / 20);
    assertThat(rejected.values().stream().mapToInt(Integer::intValue).sum())
        .isGreaterThanOrEqualTo(WANTED);
  }

  /** Returns a right result, for the next layer to be given. */
  private static int[] tamper(
      ManyLayers model,
      int layer,
      FreivaldsCheck check,
      int[] otherLayer,
      Random random,
      Map<Tampering, Integer> rejected)
      throws Exception {
    LinearOperation operation = model.layers().get(layer);
    Modulus modulus = operation.modulus();
    int outputs = operation.outputShape().elements();
    List<int[]> inputs = new ArrayList<>();
    List<int[]> results = new ArrayList<>();
    try (PreparedLayer kernel = new ReferenceKernel().prepare(operation, model.weights(layer))) {
      for (int i = 0; i < INPUTS_A_LAYER; i++) {
        inputs.add(random.ints(operation.input().elements(), 0, modulus.prime()).toArray());
        results.add(new int[outputs]);
        kernel.multiply(1, inputs.get(i), results.get(i));
      }
    }
    int times = outputs > 10_000 ? 3 : 50;
    for (int i = 0; i < INPUTS_A_LAYER; i++) {
      int[] right = results.get(i);
      int[] expected = check.expected(inputs.get(i));
      assertThat(check.accepts(right, expected)).isTrue();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> check.accepts(Arrays.copyOf(right, outputs - 1), expected));
      for (int time = 0; time < times; time++) {
        int[] other = results.get((i + 1 + random.nextInt(INPUTS_A_LAYER - 1)) % INPUTS_A_LAYER);
        Tampering.Source source = new Tampering.Source(random, modulus, otherLayer, other);
        for (Tampering kind : Tampering.values()) {
          int[] tampered = right.clone();
          kind.strike(tampered, source);
          if (!Arrays.equals(tampered, right)) {
            assertThat(check.accepts(tampered, expected)).as("%s, layer %d", kind, layer).isFalse();
            rejected.merge(kind, 1, Integer::sum);
          }
        }
      }
    }
    return results.get(0);
  }
}
