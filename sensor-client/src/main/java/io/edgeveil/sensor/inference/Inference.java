package io.edgeveil.sensor.inference;

import io.edgeveil.core.tensor.Tensor;

/**
 * A finished inference.
 *
 * @param output the network's output tensor: secret
 * @param figures what it cost
 */
public record Inference(Tensor output, Figures figures) {}
