package io.edgeveil.sensor.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A camera that is told when. */
public final class TriggeredSource implements PictureSource {
  private final Trigger trigger;
  private final Camera camera;
  private final WatchClock clock;
  private long shots;

  /** Takes a picture whenever the trigger says so. */
  public TriggeredSource(Trigger trigger, Camera camera, WatchClock clock) {
    this.trigger = trigger;
    this.camera = camera;
    this.clock = clock;
  }

  @Override
  public Optional<Capture> next() throws CaptureException, InterruptedException {
    if (!trigger.await()) {
      return Optional.empty();
    }
    shots++;
    Path picture = camera.shoot(String.format(Locale.ROOT, "camera-%06d", shots));
    return Optional.of(new Capture(camera.nameOf(picture), picture, clock.now(), clock.nanos()));
  }

  @Override
  public void done(Capture capture, Outcome outcome) throws IOException {
    camera.done(capture.file());
  }

  @Override
  public boolean keepsWhatIsNotDone() {
    return false;
  }

  @Override
  public String description() {
    return camera.description() + ", " + trigger.description();
  }

  @Override
  public void close() throws IOException {
    camera.close();
  }
}
