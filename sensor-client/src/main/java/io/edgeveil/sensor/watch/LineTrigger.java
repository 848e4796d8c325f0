package io.edgeveil.sensor.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A picture for each line that is read, whatever it says; no more when the lines end. While a
 * picture is taken, further lines ask for one more picture together.
 */
public final class LineTrigger implements Trigger {
  private enum Event {
    LINE,
    END
  }

  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(2);

  /** Reads on a thread of its own, which lasts until the lines end. */
  public LineTrigger(InputStream lines) {
    Thread reader = new Thread(() -> read(lines), "edgeveil-watch-trigger");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream lines) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8))) {
      while (reader.readLine() != null) {
        if (events.isEmpty()) {
          var unused = events.offer(Event.LINE);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the trigger's lines ended with a failure", e);
    } finally {
      var unused = events.offer(Event.END); // there is room: this thread alone puts in
    }
  }

  @Override
  public boolean await() throws InterruptedException {
    return events.take() == Event.LINE;
  }

  @Override
  public String description() {
    return "for each line on standard input";
  }
}
