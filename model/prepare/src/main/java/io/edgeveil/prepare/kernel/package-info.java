/**
 * The linear layers of a bundle, laid out by a kernel of {@code edgeveil-linear} in this process:
 * for verification, and for the mask images of pads.
 */
package io.edgeveil.prepare.kernel;
