package io.edgeveil.gateway.model;

import io.edgeveil.linear.PreparedLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tiny model with a kernel that likes batches, and tells of them. */
public final class BatchingModel {
  private final int atOnce;
  private final List<Integer> batches = new ArrayList<>();
  private boolean failsNext;

  /** One that wants so many tensors at once. */
  public BatchingModel(int atOnce) {
    this.atOnce = atOnce;
  }

  /** The same models, watched. */
  public ModelRepository of(ModelRepository repository) {
    ServedModel model = repository.models().get(0);
    List<ServedLayer> layers =
        model.layers().stream()
            .map(layer -> new ServedLayer(layer.name(), layer.operation(), watched(layer)))
            .toList();
    return new ModelRepository(
        Map.of(
            model.digest(),
            new ServedModel(model.name(), model.version(), model.digest(), layers)));
  }

  /** The next batch fails. */
  public void failNext() {
    failsNext = true;
  }

  /** Tensors of each batch so far, but for those that failed. */
  public List<Integer> batches() {
    return List.copyOf(batches);
  }

  private PreparedLayer watched(ServedLayer layer) {
    return new PreparedLayer() {
      @Override
      public void multiply(int batch, int[] residues, int[] results) {
        if (failsNext) {
          failsNext = false;
          throw new IllegalStateException("a test's failure");
        }
        batches.add(batch);
        layer.prepared().multiply(batch, residues, results);
      }

      @Override
      public int batch() {
        return atOnce;
      }

      @Override
      public String description() {
        return "watched";
      }

      @Override
      public void close() {}
    };
  }
}
