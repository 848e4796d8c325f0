package io.edgeveil.prepare.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.wire.Packing;
import java.util.Locale;

/**
 * One layer of a plan.
 *
 * @param name of the layer
 * @param operation as the manifest calls it
 * @param where {@code gateway} or {@code sensor}
 * @param output shape
 * @param operations multiply-adds for a linear layer, else elementary steps
 * @param k bits of the modulus; null for a layer of the sensor
 * @param upBytes masked activations, null likewise
 * @param downBytes masked results, null likewise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlannedLayer(
    String name,
    String operation,
    String where,
    Shape output,
    long operations,
    Integer k,
    Long upBytes,
    Long downBytes) {

  static PlannedLayer of(Layer layer, long operations) {
    String operation =
        layer
            .operation()
            .getClass()
            .getSimpleName()
            .replaceAll("([a-z])([A-Z])", "$1_$2")
            .toLowerCase(Locale.ROOT);
    if (layer.operation() instanceof LinearOperation linear) {
      Modulus modulus = linear.modulus();
      return new PlannedLayer(
          layer.name(),
          operation,
          "gateway",
          layer.shape(),
          operations,
          modulus.bits(),
          Packing.BYTES.payloadBytes(modulus, linear.input().elements()),
          Packing.BYTES.payloadBytes(modulus, layer.shape().elements()));
    }
    return new PlannedLayer(
        layer.name(), operation, "sensor", layer.shape(), operations, null, null, null);
  }
}
