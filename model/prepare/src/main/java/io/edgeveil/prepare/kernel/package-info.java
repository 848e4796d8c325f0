/**
 * The linear layers of a bundle, laid out by a kernel of {@code edgeveil-linear} in this process:
 * for verification, and for the mask images of pads. Their transposes, in plain Java, are for the
 * secrets that a device checks results with.
 */
package io.edgeveil.prepare.kernel;
