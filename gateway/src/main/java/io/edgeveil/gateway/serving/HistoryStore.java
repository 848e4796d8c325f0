package io.edgeveil.gateway.serving;

import java.io.IOException;
import java.util.List;

/** Where what must not be forgotten is kept. Used by one thread at a time. */
public interface HistoryStore {

  /** What was saved last; empty the first time. */
  List<KnownDevice> load();

  /**
   * Replaces what was saved; when this returns, a power cut does not lose it.
   *
   * @throws IOException if it is not on disk; what was saved before still is
   */
  void save(List<KnownDevice> devices) throws IOException;
}
