package io.edgeveil.gateway.watch;

import java.util.List;

/**
 * A look at what the gateway sees: a part of one masked tensor as grey values, and how often each
 * part of the residues' range occurred in the last tensors of its layer.
 *
 * @param layer key of the layer, {@code model/version/layer}
 * @param device whose tensor it is
 * @param at ISO 8601
 * @param shape of the tensor
 * @param width of the picture, at most {@link Glimpses#MAX_SIDE}
 * @param height of the picture, likewise
 * @param pixels Base64 of {@code width·height} bytes, a residue in [0, p) scaled to 0..255
 * @param counts of the residues in 32 equal parts of [0, p)
 * @param tensors that the counts are from
 * @param chiSquare Pearson's statistic of the counts against a flat distribution, 31 degrees of
 *     freedom
 */
record Glimpse(
    String layer,
    String device,
    String at,
    String shape,
    int width,
    int height,
    String pixels,
    List<Long> counts,
    long tensors,
    double chiSquare) {}
