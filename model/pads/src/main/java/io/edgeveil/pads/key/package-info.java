/**
 * The key chain: one 32-byte key per pad, each derived from the one before and not the other way.
 *
 * <pre>
 *   C_0 --"next"--> C_1 --"next"--> C_2 …            chain keys: kept one at a time
 *    |               |               |
 *  "pad"           "pad"           "pad"
 *    v               v               v
 *   K_0             K_1             K_2              pad keys
 *    |-- "mask" | model digest | layer --> key of the mask of one layer
 *    |-- "record" -----------------------> key that seals the mask images
 * </pre>
 *
 * <p>Every arrow is HKDF-SHA-256 (RFC 5869) of the 32-byte key at its start, with no salt (that is,
 * 32 zero bytes), the ASCII text in quotes (for masks followed by the 32 raw bytes of the model
 * digest and the layer's index in two little-endian bytes) as info, and 32 bytes of output.
 *
 * <p>The {@linkplain io.edgeveil.pads.key.CheckKey check key} stands beside the chain: from it
 * follow the vectors that results are checked with, {@code "check" | model digest | layer |
 * repetition} being the info, two little-endian bytes each for the last two.
 *
 * <p>Used by the packages of the pads alone. Plain Java and Bouncy Castle.
 */
package io.edgeveil.pads.key;
