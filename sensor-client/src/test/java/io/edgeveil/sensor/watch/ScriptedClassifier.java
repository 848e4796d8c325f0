package io.edgeveil.sensor.watch;

import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.pads.PadsException;
import io.edgeveil.sensor.inference.Figures;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.NoReplyException;
import io.edgeveil.sensor.inference.Prediction;
import io.edgeveil.sensor.inference.SensorTimes;
import io.edgeveil.sensor.inference.TransportException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Does what it is told, attempt by attempt, and then answers. */
final class ScriptedClassifier implements Classifier {
  /** What becomes of one attempt. */
  interface Attempt {
    Answer make(ScriptedClassifier classifier)
        throws PictureException, InferenceException, PadsException, IOException;
  }

  static final Attempt ANSWER =
      classifier -> {
        classifier.padsSpent++;
        return answer(classifier.padsSpent);
      };

  /** The broker is gone; nothing was sent. */
  static final Attempt UNREACHABLE =
      classifier -> {
        throw new TransportException("no broker", true, null);
      };

  /** The broker knows the device no more. */
  static final Attempt REFUSED =
      classifier -> {
        throw new TransportException("refused", false, null);
      };

  /** A layer was not answered. */
  static final Attempt LOST =
      classifier -> {
        classifier.padsSpent++;
        throw new NoReplyException("no reply in time");
      };

  static final Attempt DAMAGED =
      classifier -> {
        classifier.padsSpent++;
        throw new PadsException("record 7 is damaged");
      };

  static final Attempt NO_PICTURE =
      classifier -> {
        var unused = PictureFile.decode("x.png", "text".getBytes(StandardCharsets.UTF_8));
        throw new AssertionError("decoded");
      };

  final List<Path> tried = new ArrayList<>();
  final List<WatchFigures> shown = new ArrayList<>();
  private final Deque<Attempt> script = new ArrayDeque<>();
  private long padsSpent;
  Runnable resting = () -> {};
  int rests;

  static Answer answer(long pad) {
    return new Answer(
        List.of(new Prediction("cat", 0.875)),
        new Figures(pad, 12_345, 1, 2, 3, 4, 5, 6, 7, new SensorTimes(0, 0, 0, 0, 0)));
  }

  ScriptedClassifier then(Attempt... attempts) {
    script.addAll(Arrays.asList(attempts));
    return this;
  }

  @Override
  public Answer classify(Path picture)
      throws PictureException, InferenceException, PadsException, IOException {
    tried.add(picture);
    Attempt next = script.isEmpty() ? ANSWER : script.removeFirst();
    return next.make(this);
  }

  @Override
  public long padsSpent() {
    return padsSpent;
  }

  @Override
  public void rest() {
    rests++;
    resting.run();
  }

  @Override
  public void show(WatchFigures figures) {
    shown.add(figures);
  }
}
