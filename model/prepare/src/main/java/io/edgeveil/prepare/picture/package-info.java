/**
 * Folders of pictures, in the order of their names, as input tensors of one network.
 *
 * <p>Used by calibration and verification.
 */
package io.edgeveil.prepare.picture;
