package io.edgeveil.sensor.watch;

import java.io.IOException;
import java.nio.file.Path;

/** Takes a picture when told. */
public interface Camera extends AutoCloseable {
  /**
   * Takes one.
   *
   * @param name for the picture's file, where the camera writes one
   * @return the file, complete
   */
  Path shoot(String name) throws CaptureException, InterruptedException;

  /** Called once a picture of this camera is not needed any more. */
  void done(Path picture) throws IOException;

  /** What a line calls a picture. */
  String nameOf(Path picture);

  /** What it is, in a few words. */
  String description();

  @Override
  void close() throws IOException;
}
