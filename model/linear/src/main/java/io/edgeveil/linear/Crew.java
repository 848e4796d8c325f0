package io.edgeveil.linear;

import java.util.function.IntConsumer;

/**
 * Whoever shares the pieces of a layer out among threads. Safe for several callers at once.
 *
 * <p>The caller works itself and others help as far as they are idle: a lone layer is computed by
 * all threads, while under load each thread computes layers of its own and waits for nobody.
 */
public interface Crew {
  /** The calling thread and nobody else. */
  Crew ALONE =
      new Crew() {
        @Override
        public int hands() {
          return 1;
        }

        @Override
        public void run(int pieces, IntConsumer work) {
          for (int piece = 0; piece < pieces; piece++) {
            work.accept(piece);
          }
        }
      };

  /** How many threads could work for a caller just now, itself among them: a guess, at least 1. */
  int hands();

  /**
   * Runs the pieces 0 to {@code pieces - 1}, each once, in any order, on the calling thread and on
   * idle ones. Returns when all are over, and never waits for a thread that has not begun.
   *
   * @throws RuntimeException or an Error, of one of the pieces that failed; then none is running
   *     any more, and some may not have been begun
   */
  void run(int pieces, IntConsumer work);
}
