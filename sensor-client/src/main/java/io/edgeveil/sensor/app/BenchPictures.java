package io.edgeveil.sensor.app;

import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.pads.PadsException;
import io.edgeveil.sensor.inference.Inference;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.InferenceObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What {@code bench} classifies, taken one after the other and again. The output for a picture must
 * be the same whoever computes it by whatever way, bit for bit.
 */
final class BenchPictures {
  private final List<Path> images;
  private final AtomicLong next = new AtomicLong();
  private List<Tensor> inputs; // null: not yet read
  private float[][] outputs; // by picture; null: not yet computed

  BenchPictures(List<Path> images) {
    this.images = List.copyOf(images);
  }

  /** The next one; the first time all are read. */
  Inference infer(Sensor sensor)
      throws InferenceException, PadsException, PictureException, IOException {
    int picture = (int) (next.getAndIncrement() % images.size());
    Inference done = sensor.infer(input(sensor, picture), InferenceObserver.NONE);
    compare(picture, done.output().values());
    return done;
  }

  private synchronized Tensor input(Sensor sensor, int picture)
      throws PictureException, IOException {
    if (inputs == null) {
      List<Tensor> read = new ArrayList<>();
      for (Path image : images) {
        read.add(sensor.tensor(PictureFile.read(image)));
      }
      inputs = read;
      outputs = new float[read.size()][];
    }
    return inputs.get(picture);
  }

  private synchronized void compare(int picture, float[] output) {
    if (outputs[picture] == null) {
      outputs[picture] = output;
    } else if (!Arrays.equals(outputs[picture], output)) {
      throw new IllegalStateException("another output for " + images.get(picture) + " than before");
    }
  }
}
