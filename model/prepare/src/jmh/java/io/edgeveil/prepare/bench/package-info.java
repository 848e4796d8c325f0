/**
 * What the linear layers cost: the kernels against onnxruntime, on the same network and in one run.
 * Nobody depends on it; it is compiled in the profile {@code bench-kernels} only.
 */
package io.edgeveil.prepare.bench;
