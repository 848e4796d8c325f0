/**
 * From a float model to a quantised one: calibration of the activations, int8 weights, exact bounds
 * and the modulus they need, and the bundle on disk.
 *
 * <p>Weights are symmetric int8 with one scale per output channel. Activations have one scale per
 * linear layer, chosen on pictures; they are unsigned where the graph shows that they cannot be
 * negative. Uses the float model of {@code prepare.onnx}; used by the command line.
 */
package io.edgeveil.prepare.quantise;
