package io.edgeveil.sensor.watch;

/** Says when to take a picture. */
public interface Trigger {
  /**
   * Waits for the moment.
   *
   * @return false when there will be no more
   */
  boolean await() throws InterruptedException;

  /** When, in a few words. */
  String description();
}
