/**
 * One inference on the sensor: the layers of a manifest, run in their order on one input tensor.
 *
 * <p>Linear layers go through {@link io.edgeveil.core.network.LinearEvaluator}: whoever runs the
 * network decides where they are computed. All else is float32 arithmetic here, in one fixed order
 * and with {@link java.lang.StrictMath} for the transcendental functions, so that sensor,
 * workstation and tests agree bit for bit on every platform.
 *
 * <p>Activations are floats between linear layers and integers inside them: {@link
 * io.edgeveil.core.network.Quantiser} rounds at the input of each linear layer and scales its exact
 * result back. The rejected alternative, integers throughout, would need a scale for every tensor
 * and lose accuracy at each of them.
 *
 * <p>Words owned here: <i>network</i> (layers, checked and ready to run), <i>step</i> (one layer
 * that is not linear, ready to run). Uses tensor, layer and manifest; a manifest is not trusted.
 */
package io.edgeveil.core.network;
