/**
 * Linear layers over F_p: from a tensor of residues to W times it, modulo the layer's prime.
 *
 * <p>One sealed contract, {@link io.edgeveil.linear.LinearKernel}, and interchangeable kernels, bit
 * for bit equal. Used by the gateway (masked tensors) and by the workstation that makes pads
 * (masks); knows nothing of either.
 */
package io.edgeveil.linear;
