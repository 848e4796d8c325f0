package io.edgeveil.sensor.app;

import io.edgeveil.sensor.inference.InferenceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sensors of one process, all at work at once, each by a connection of its own. */
final class Fleet implements AutoCloseable {
  private static final int MOST_FAILURES_IN_A_ROW = 3;

  private final List<Sensor> sensors = new ArrayList<>();
  private final ExecutorService threads;
  private final BenchPictures pictures;

  private Fleet(int size, BenchPictures pictures) {
    this.pictures = pictures;
    this.threads = Executors.newFixedThreadPool(size);
  }

  /** Connects them all. */
  static Fleet open(List<SensorSettings> each, Route route, BenchPictures pictures)
      throws Exception {
    Fleet fleet = new Fleet(each.size(), pictures);
    boolean opened = false;
    try {
      for (SensorSettings settings : each) {
        fleet.sensors.add(Sensor.open(settings, route));
      }
      opened = true;
      return fleet;
    } finally {
      if (!opened) {
        fleet.close();
      }
    }
  }

  /**
   * Lets every sensor do so many inferences, one after the other, and waits for all.
   *
   * @param way is told of every one, whether it comes to something or not
   * @throws InferenceException if one sensor fails several times in a row
   */
  void infer(int each, WayMeasured.Turn way) throws Exception {
    List<Future<?>> works = new ArrayList<>();
    for (Sensor sensor : sensors) {
      works.add(
          threads.submit(
              () -> {
                work(sensor, each, way);
                return null;
              }));
    }
    Exception failure = null;
    for (Future<?> work : works) {
      try {
        work.get();
      } catch (ExecutionException e) {
        failure = e.getCause() instanceof Exception cause ? cause : e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void work(Sensor sensor, int count, WayMeasured.Turn way) throws Exception {
    int failures = 0;
    for (int i = 0; i < count; i++) {
      try {
        way.done(pictures.infer(sensor).figures());
        failures = 0;
      } catch (InferenceException e) {
        way.failed(e);
        if (++failures == MOST_FAILURES_IN_A_ROW) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    IOException failure = null;
    for (Sensor sensor : sensors) {
      try {
        sensor.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
