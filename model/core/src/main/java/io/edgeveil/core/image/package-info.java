/**
 * Pictures: PNG and JPEG files in, input tensors out.
 *
 * <p>A sample is what the file says: no colour-space conversion touches it. Resizing is this
 * package's own arithmetic, so that a picture gives the same tensor on every platform. Picture
 * files are not trusted: their extents are read and bounded before their pixels are decoded.
 *
 * <p>Words owned here: <i>picture</i> (decoded 8-bit samples), <i>sample</i> (one channel of one
 * pixel, 0..255). Uses {@code javax.imageio}, the manifest's preprocessing and tensors.
 */
package io.edgeveil.core.image;
