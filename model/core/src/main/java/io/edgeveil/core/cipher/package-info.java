/**
 * The keystream behind masks and sealed records: ChaCha20 (RFC 8439).
 *
 * <p>Words owned here: <i>keystream</i>, <i>block</i> (64 bytes of it, 16 words), <i>counter</i>
 * (number of a block), <i>lane</i> (one of the blocks computed side by side). Knows nothing of
 * masks or records; {@link io.edgeveil.core.mask} and the pads may depend on it, and nothing else
 * should.
 */
package io.edgeveil.core.cipher;
