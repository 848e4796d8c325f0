package io.edgeveil.bench;

/** One question, measured. */
interface Section {
  /** As {@code -Dbench.only} names it. */
  String name();

  /** Measures. */
  void run(Workshop workshop, Results results) throws Exception;
}
