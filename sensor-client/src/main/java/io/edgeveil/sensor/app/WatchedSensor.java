package io.edgeveil.sensor.app;

import io.edgeveil.core.image.Picture;
import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.pads.PadsException;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.TransportException;
import io.edgeveil.sensor.transport.DeviceStatus;
import io.edgeveil.sensor.watch.Answer;
import io.edgeveil.sensor.watch.Classifier;
import io.edgeveil.sensor.watch.HomeAssistantSensor;
import io.edgeveil.sensor.watch.Report;
import io.edgeveil.sensor.watch.ReportSink;
import io.edgeveil.sensor.watch.ShownResult;
import io.edgeveil.sensor.watch.WatchFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A sensor that lasts: opened when it can be, and anew after a refusal, since its bundle may hold
 * other credentials by then. Used by one thread at a time.
 */
final class WatchedSensor implements Classifier, ReportSink, AutoCloseable {
  private static final String WATCH = "watch";
  private static final String RESULT = "result";

  /**
   * What {@code edgeveil/device/<id>/watch} says; numbers to be plotted.
   *
   * @param padsLeft at the moment
   */
  record Shown(
      long taken,
      long classified,
      long failed,
      long dropped,
      long waiting,
      long cameraFailures,
      long padsLeft) {}

  private final SensorSettings settings;
  private final String device;
  private final int top;
  private final boolean publishes;
  private final Optional<HomeAssistantSensor> homeAssistant;
  private Sensor sensor; // null: not open
  private long padsSpentBefore; // by sensors that were closed
  private Shown lastShown; // null: nothing yet

  /**
   * Not open yet.
   *
   * @param top how many classes to name
   * @param publishes whether results will be told to the broker; if not, those of an earlier run
   *     are removed from it
   */
  WatchedSensor(
      SensorSettings settings,
      String device,
      int top,
      boolean publishes,
      Optional<HomeAssistantSensor> announced) {
    this.settings = settings;
    this.device = device;
    this.top = top;
    this.publishes = publishes;
    this.homeAssistant = announced;
  }

  /** Opens it and connects, if it is not. */
  void open()
      throws IOException,
          PadsException,
          BundleFormatException,
          InferenceException,
          InterruptedException {
    if (sensor == null) {
      sensor = Sensor.openWithoutPads(settings);
      lastShown = null;
      announce(sensor.status());
    }
  }

  private void announce(DeviceStatus status) {
    String topic = Topics.homeAssistantSensor(device);
    homeAssistant.ifPresentOrElse(config -> status.keep(topic, config), () -> status.remove(topic));
    if (!publishes) {
      status.remove(Topics.device(device, RESULT));
    }
  }

  @Override
  public Answer classify(Path file)
      throws PictureException,
          InferenceException,
          PadsException,
          BundleFormatException,
          IOException,
          InterruptedException {
    Picture picture = PictureFile.read(file); // before anything is asked of the network
    rest();
    try {
      Classification found = sensor.classify(picture, top);
      return new Answer(found.top(), found.figures());
    } catch (TransportException e) {
      closeIfRefused(e);
      throw e;
    }
  }

  /** Open and connected. */
  @Override
  public void rest()
      throws InferenceException,
          PadsException,
          BundleFormatException,
          IOException,
          InterruptedException {
    open();
    try {
      sensor.status().restore();
    } catch (TransportException e) {
      closeIfRefused(e);
      throw e;
    }
  }

  private void closeIfRefused(TransportException failure) throws IOException {
    if (!failure.mayPass()) {
      close();
    }
  }

  @Override
  public long padsSpent() {
    return padsSpentBefore + (sensor == null ? 0 : sensor.padsSpent());
  }

  @Override
  public void show(WatchFigures figures) {
    if (sensor == null) {
      return;
    }
    Shown now =
        new Shown(
            figures.taken(),
            figures.classified(),
            figures.failed(),
            figures.dropped(),
            figures.waiting(),
            figures.cameraFailures(),
            padsLeft());
    if (!now.equals(lastShown)) {
      lastShown = now;
      sensor.status().keep(Topics.device(device, WATCH), now);
    }
  }

  private long padsLeft() {
    try {
      return sensor.padsLeft();
    } catch (IOException e) {
      return lastShown == null ? 0 : lastShown.padsLeft(); // the next inference tells of the disk
    }
  }

  /** Publishes a result, where the owner has asked for it. */
  @Override
  public void tell(Report report) {
    if (sensor != null) {
      ShownResult.of(report)
          .ifPresent(result -> sensor.status().keep(Topics.device(device, RESULT), result));
    }
  }

  @Override
  public void close() throws IOException {
    if (sensor != null) {
      Sensor open = sensor;
      sensor = null;
      padsSpentBefore += open.padsSpent();
      open.close();
    }
  }
}
