package io.edgeveil.gateway.status;

import io.edgeveil.core.json.Json;
import io.edgeveil.gateway.model.ServedModel;
import java.util.List;

/**
 * One version of a model in a list of all.
 *
 * @param name id of the model
 * @param version its id
 * @param layers linear layers
 * @param parameters weights of the linear layers
 * @param kBits of each layer's modulus, in order, separated by blanks
 * @param digest of the model, 64 hexadecimal digits
 */
public record ListedModel(
    String name, String version, int layers, long parameters, String kBits, String digest) {

  private static ListedModel of(ServedModel model) {
    ModelStatus status = ModelStatus.of(model);
    return new ListedModel(
        model.name(),
        status.version(),
        status.layers(),
        status.parameters(),
        status.kBits(),
        status.digest());
  }

  /** All of them as a list in JSON. */
  public static byte[] json(List<ServedModel> models) {
    return Json.write(models.stream().map(ListedModel::of).toList());
  }
}
