package io.edgeveil.gateway.serving;

/**
 * What the core has done since it was made, and what it has at hand now.
 *
 * @param inferences whose last layer was served, each counted once
 * @param layers replies, repeated ones included
 * @param problems refusals of all kinds
 * @param conflicts of these, tensors that differed from what came before under their index
 * @param sessions open now
 * @param queue layers that wait for a compute thread or are being computed, now
 * @param pendingBytes memory promised to tensors, now
 * @param computeMicros spent computing layers
 */
public record ServingFigures(
    long inferences,
    long layers,
    long problems,
    long conflicts,
    int sessions,
    int queue,
    long pendingBytes,
    long computeMicros) {}
