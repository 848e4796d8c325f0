/**
 * The primes the linear layers are computed over.
 *
 * <p>Words owned here: <i>modulus</i> (a prime p), <i>residue</i> (an integer in {@code [0, p)}),
 * <i>lift</i> (from a residue back to the one integer of a known range it stands for). Used by
 * everyone; uses nothing.
 */
package io.edgeveil.core.modulus;
