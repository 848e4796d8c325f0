/**
 * Shapes and the float tensors that live on the sensor, between the linear layers.
 *
 * <p>Plain Java without dependencies; every other package may use it. Layout is NCHW, row-major,
 * batch size one.
 */
package io.edgeveil.core.tensor;
