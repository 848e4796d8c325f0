package io.edgeveil.prepare.onnx;

import io.edgeveil.core.tensor.Shape;

/**
 * A tensor that depends on the network's input.
 *
 * @param tensor its name among our layers
 * @param shape with a batch of one
 */
record Activation(String tensor, Shape shape) implements Value {}
