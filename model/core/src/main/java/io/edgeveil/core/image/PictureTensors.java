package io.edgeveil.core.image;

import io.edgeveil.core.manifest.Preprocessing;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.tensor.Tensor;
import java.util.List;

/** From pictures to the input tensors of one network. Immutable. */
public final class PictureTensors {
  private final Preprocessing preprocessing;
  private final Shape shape;

  private PictureTensors(Preprocessing preprocessing, Shape shape) {
    this.preprocessing = preprocessing;
    this.shape = shape;
  }

  /**
   * For a network.
   *
   * @param shape {@code [1, C, H, W]} of the input tensor
   * @throws IllegalArgumentException if the preprocessing does not fit the shape
   */
  public static PictureTensors of(Preprocessing preprocessing, Shape shape) {
    int channels = preprocessing.colours() == Preprocessing.Colours.GREY ? 1 : 3;
    require(
        shape.rank() == 4 && shape.extent(0) == 1 && shape.extent(1) == channels,
        preprocessing.colours() + " makes [1, " + channels + ", H, W], the input is " + shape);
    require(
        preprocessing.shorterSide() == 0
            || preprocessing.shorterSide() >= Math.max(shape.extent(2), shape.extent(3)),
        "a shorter side of " + preprocessing.shorterSide() + " is less than the input " + shape);
    require(Float.isFinite(preprocessing.scale()), "the scale is not finite");
    requireChannels("mean", preprocessing.mean(), channels);
    requireChannels("deviation", preprocessing.deviation(), channels);
    require(!preprocessing.deviation().contains(0f), "a deviation is 0");
    return new PictureTensors(preprocessing, shape);
  }

  private static void requireChannels(String what, List<Float> values, int channels) {
    require(
        values.size() == 1 || values.size() == channels,
        "wants 1 or " + channels + " values of " + what + ", got " + values.size());
    require(values.stream().allMatch(Float::isFinite), "a " + what + " is not finite");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException("preprocessing: " + otherwise);
    }
  }

  /** The input tensor of a picture. */
  public Tensor tensor(Picture picture) {
    int height = shape.extent(2);
    int width = shape.extent(3);
    long resizedWidth = width;
    long resizedHeight = height;
    if (preprocessing.shorterSide() > 0) {
      int shorter = Math.min(picture.width(), picture.height());
      resizedWidth = resized(picture.width(), shorter);
      resizedHeight = resized(picture.height(), shorter);
    }
    Resampling columns =
        Resampling.of(picture.width(), resizedWidth, (resizedWidth - width) / 2, width);
    Resampling rows =
        Resampling.of(picture.height(), resizedHeight, (resizedHeight - height) / 2, height);
    float[] values = new float[shape.elements()];
    for (int c = 0; c < shape.extent(1); c++) {
      float[] plane = resample(Samples.of(picture, preprocessing.colours(), c), rows, columns);
      float mean = perChannel(preprocessing.mean(), c);
      float deviation = perChannel(preprocessing.deviation(), c);
      for (int i = 0; i < plane.length; i++) {
        values[c * plane.length + i] = (plane[i] * preprocessing.scale() - mean) / deviation;
      }
    }
    return new Tensor(shape, values);
  }

  private long resized(int side, int shorter) {
    return Math.round((double) side * preprocessing.shorterSide() / shorter);
  }

  private static float perChannel(List<Float> values, int channel) {
    return values.get(values.size() == 1 ? 0 : channel);
  }

  private static float[] resample(Samples samples, Resampling rows, Resampling columns) {
    int kept = 0; // rows that an output row is made of: no more are held at a time
    for (int y = 0; y < rows.count(); y++) {
      kept = Math.max(kept, rows.weights(y).length);
    }
    float[] narrow = new float[kept * columns.count()];
    float[] plane = new float[rows.count() * columns.count()];
    int next = rows.first(0);
    for (int y = 0; y < rows.count(); y++) {
      for (; next < rows.end(y); next++) {
        for (int x = 0; x < columns.count(); x++) {
          float[] weights = columns.weights(x);
          float sum = 0;
          for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * samples.at(columns.first(x) + i, next);
          }
          narrow[next % kept * columns.count() + x] = sum;
        }
      }
      float[] weights = rows.weights(y);
      for (int i = 0; i < weights.length; i++) {
        int from = (rows.first(y) + i) % kept * columns.count();
        for (int x = 0; x < columns.count(); x++) {
          plane[y * columns.count() + x] += weights[i] * narrow[from + x];
        }
      }
    }
    return plane;
  }
}
