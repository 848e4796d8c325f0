package io.edgeveil.sensor.watch;

import java.time.Duration;

/**
 * How to watch.
 *
 * @param queue room for so many waiting pictures
 * @param whenFull what happens without room
 * @param padsPerPicture most pads an attempted picture may cost, at least 1
 * @param patience how long a picture is tried, from the first attempt
 * @param rest how long to wait for a picture before the connection is looked after
 * @param count of pictures after which to end; 0: none
 */
public record WatchSettings(
    int queue,
    WhenFull whenFull,
    int padsPerPicture,
    Duration patience,
    Duration rest,
    long count) {
  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public WatchSettings {
    if (queue < 1 || padsPerPicture < 1 || count < 0) {
      throw new IllegalArgumentException(
          "queue and pads must be at least 1, count at least 0, got "
              + queue
              + ", "
              + padsPerPicture
              + " and "
              + count);
    }
    if (patience.isNegative() || rest.isNegative() || rest.isZero()) {
      throw new IllegalArgumentException("times must not be negative");
    }
  }
}
