package io.edgeveil.sensor.watch;

import java.io.IOException;
import java.util.Optional;

/**
 * Where pictures come from. {@link #next} is called by the capture thread alone, {@link #done} by
 * any thread.
 */
public interface PictureSource extends AutoCloseable {

  /**
   * Waits for the next picture.
   *
   * @return none when there will be no more
   * @throws CaptureException if there should have been one and was not; the next call goes on
   */
  Optional<Capture> next() throws CaptureException, InterruptedException;

  /** A picture has been reported and its file is not needed any more. */
  void done(Capture capture, Outcome outcome) throws IOException;

  /** Whether what is not {@link #done} is found again at the next start. */
  boolean keepsWhatIsNotDone();

  /** What it does, in a line for the owner. */
  String description();

  /** Lets go of what it holds; no picture is waiting any more. */
  @Override
  void close() throws IOException;
}
