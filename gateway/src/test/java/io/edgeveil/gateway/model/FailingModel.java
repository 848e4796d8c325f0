package io.edgeveil.gateway.model;

import io.edgeveil.linear.PreparedLayer;
import java.util.List;
import java.util.Map;

/** The tiny model with a kernel that fails when it is told to. */
public final class FailingModel {
  private boolean fails = true;

  /** The same models, each layer under this switch. */
  public ModelRepository of(ModelRepository repository) {
    ServedModel model = repository.models().get(0);
    List<ServedLayer> layers =
        model.layers().stream()
            .map(layer -> new ServedLayer(layer.name(), layer.operation(), failing(layer)))
            .toList();
    return new ModelRepository(
        Map.of(
            model.digest(),
            new ServedModel(model.name(), model.version(), model.digest(), layers)));
  }

  /** From now on layers are computed. */
  public void recover() {
    fails = false;
  }

  private PreparedLayer failing(ServedLayer layer) {
    return new PreparedLayer() {
      @Override
      public void multiply(int batch, int[] residues, int[] results) {
        if (fails) {
          throw new IllegalStateException("a test's failure");
        }
        layer.prepared().multiply(batch, residues, results);
      }

      @Override
      public String description() {
        return "fails";
      }

      @Override
      public void close() {}
    };
  }
}
