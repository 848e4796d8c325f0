/**
 * Noticing a wrong result: Freivalds' check with secrets computed ahead of time.
 *
 * <p>For a layer {@code y = W·x} over the residues of a prime p, the owner draws s uniform over
 * F_p^out and computes {@code t = Wᵀ·s}. The device accepts y' for the x' it has sent only if
 * {@code <s, y'> = <t, x'>}. The right result always passes, since {@code <s, W·x'> = <Wᵀ·s, x'>}.
 * A wrong one, {@code W·x' + e} with e not 0, passes only if {@code <s, e> = 0}: one s in p. The
 * check is repeated with independent s until {@code p^-n} is at most 2^-40.
 *
 * <p>In numbers small enough to check: p = 97, W = [[2, -1], [3, 5]], s = [10, 20]. Then t = Wᵀ·s =
 * [80, 90]. For x' = [67, 15], W·x' = [22, 82]: {@code <s, y'>} = 220 + 1640 = 1860 = 17 mod 97,
 * {@code <t, x'>} = 5360 + 1350 = 6710 = 17 mod 97.
 *
 * <p>The secrets lie in {@code integrity.bin} of the device bundle. They belong to the device: a
 * gateway that knew s could add an e that passes. Words owned here: <i>check vector</i> (s),
 * <i>image</i> of it (t), <i>repetition</i>. Used by the owner's workstation and the sensor; never
 * within a gateway's reach. After R. Freivalds, <i>Probabilistic machines can use less running
 * time</i>, 1977; precomputed as in Tramèr and Boneh, <i>Slalom</i>, 2019.
 */
package io.edgeveil.pads.integrity;
