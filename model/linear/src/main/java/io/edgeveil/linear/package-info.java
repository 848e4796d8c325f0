/**
 * Linear layers over F_p: from a tensor of residues to W times it, modulo the layer's prime.
 *
 * <p>One sealed contract, {@link io.edgeveil.linear.LinearKernel}, and interchangeable kernels, bit
 * for bit equal: {@link io.edgeveil.linear.OneDnnKernel} (8-bit integers, the fast one), {@link
 * io.edgeveil.linear.Nd4jKernel} (float64) and {@link io.edgeveil.linear.ReferenceKernel} (the
 * definition). {@link io.edgeveil.linear.Kernels} chooses. Each computes only layers within its
 * {@link io.edgeveil.linear.ExactRange}, which it works out from the weights.
 *
 * <p>Words owned here: <i>kernel</i> (a way to compute), <i>prepared layer</i> (weights laid out by
 * a kernel), <i>limb</i> (a digit of a residue, at most 8 bits), <i>cut</i> (a rectangle of a
 * weight matrix), <i>piece</i> (some output channels of a layer), <i>crew</i> (the threads that
 * share the pieces), <i>excess</i> (what a few weights have above what 8-bit products can bear).
 *
 * <p>Used by the gateway (masked tensors) and by the workstation that makes pads (masks); knows
 * nothing of either.
 */
package io.edgeveil.linear;
