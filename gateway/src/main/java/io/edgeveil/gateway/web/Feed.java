package io.edgeveil.gateway.web;

/** The latest moment, for as many streams as wait for it. Safe for use by several threads. */
final class Feed {
  /**
   * One of them.
   *
   * @param number counts up from 1; 0 for none yet
   */
  record Moment(long number, String json) {}

  private Moment latest = new Moment(0, "");
  private boolean over;

  synchronized void publish(String json) {
    latest = new Moment(latest.number + 1, json);
    notifyAll();
  }

  /** Nobody is to wait any more. */
  synchronized void end() {
    over = true;
    notifyAll();
  }

  synchronized boolean isOver() {
    return over;
  }

  /** The latest one, as soon as there is one after this number; the same if it is over. */
  synchronized Moment after(long number) throws InterruptedException {
    while (!over && latest.number <= number) {
      wait();
    }
    return latest;
  }
}
