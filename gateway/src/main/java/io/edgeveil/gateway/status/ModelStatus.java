package io.edgeveil.gateway.status;

import io.edgeveil.gateway.model.ServedModel;
import java.util.stream.Collectors;

/**
 * {@code models/<model>}: the newest version of one model.
 *
 * @param version its id
 * @param layers linear layers
 * @param parameters weights of the linear layers
 * @param kBits of each layer's modulus, in order, separated by blanks
 * @param digest of the model, 64 hexadecimal digits
 */
record ModelStatus(String version, int layers, long parameters, String kBits, String digest) {
  static ModelStatus of(ServedModel model) {
    String kBits =
        model.layers().stream()
            .map(layer -> String.valueOf(layer.modulus().bits()))
            .collect(Collectors.joining(" "));
    return new ModelStatus(
        model.version(), model.layers().size(), model.parameters(), kBits, model.digest());
  }
}
