package io.edgeveil.gateway.status;

import io.edgeveil.gateway.serving.ServingFigures;

/**
 * {@code health}: the numbers to plot, at most 150 bytes of JSON.
 *
 * @param inferences served since the start
 * @param layers served since the start
 * @param problems since the start
 * @param conflicts of these, reused masks
 * @param sessions open
 * @param queue layers waiting or being computed
 * @param heapMb Java heap in use
 * @param computeMsAvg mean time of a layer among those served since the last health
 */
record Health(
    long inferences,
    long layers,
    long problems,
    long conflicts,
    int sessions,
    int queue,
    long heapMb,
    double computeMsAvg) {

  /** How things stand now, with the times since {@code before}. */
  static Health between(ServingFigures before, ServingFigures now, long heapBytes) {
    long layers = now.layers() - before.layers();
    double averageMicros =
        layers == 0 ? 0 : (double) (now.computeMicros() - before.computeMicros()) / layers;
    return new Health(
        now.inferences(),
        now.layers(),
        now.problems(),
        now.conflicts(),
        now.sessions(),
        now.queue(),
        heapBytes >> 20,
        Math.round(averageMicros / 10) / 100.0);
  }
}
