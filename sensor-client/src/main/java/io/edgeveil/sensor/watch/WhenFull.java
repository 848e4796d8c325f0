package io.edgeveil.sensor.watch;

/** What happens when a picture comes and there is no room for it to wait. */
public enum WhenFull {
  /** The one that has waited longest is dropped: the camera goes on, and the news is fresh. */
  DROP_OLDEST,
  /** The source waits, too: for files, which lose nothing by it. */
  WAIT;

  /** As the command line spells it. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
