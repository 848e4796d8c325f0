package io.edgeveil.gateway.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started, to be ended in the opposite order. Ends each thing once. */
final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  /** Ends one thing. */
  interface Step {
    void close() throws InterruptedException;
  }

  private final Deque<Step> steps = new ArrayDeque<>();

  void add(Step step) {
    steps.push(step);
  }

  /** Takes every step, whatever becomes of the ones before it. */
  void closeAll() {
    while (!steps.isEmpty()) {
      try {
        steps.pop().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.error("a part of the gateway did not end cleanly", e);
      }
    }
  }
}
