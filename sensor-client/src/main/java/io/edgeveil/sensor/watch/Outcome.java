package io.edgeveil.sensor.watch;

import java.util.Locale;

/** What became of a picture. */
public enum Outcome {
  /** It has a result. */
  CLASSIFIED,
  /** It was tried and has none, or it is no picture. */
  FAILED,
  /** It was not tried: there was no room for it, or the program ended. */
  DROPPED;

  /** As lines and environment variables spell it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
