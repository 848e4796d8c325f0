/**
 * The quantised network against the float network, on pictures.
 *
 * <p>The quantised side goes through residues and the kernels of {@code edgeveil-linear}, as a
 * gateway would compute it, and through the sensor's own executor; only the mask is left out, which
 * cancels exactly. The float side is onnxruntime, or logits that it gave earlier.
 */
package io.edgeveil.prepare.verify;
