/**
 * Masks: tensors of residues, uniform over all of them, and the additions that put them on and take
 * their images off.
 *
 * <p>Words owned here: <i>mask</i> (r), <i>mask image</i> (u = W·r). How the 32-byte keys come
 * about is the business of the pads; whoever holds a key can expand it here.
 */
package io.edgeveil.core.mask;
