package io.edgeveil.sensor.watch;

import java.io.IOException;

/** Where reports go. */
@FunctionalInterface
public interface ReportSink {
  /**
   * Tells one; called by one thread at a time.
   *
   * @throws IOException if it could not be told; the picture is not tried again for that
   */
  void tell(Report report) throws IOException, InterruptedException;
}
