package io.edgeveil.gateway.watch;

import io.edgeveil.core.layer.Convolution;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.gateway.status.Info;
import java.util.List;

/**
 * What does not change while the gateway runs, for whoever begins to watch.
 *
 * @param gateway its id
 * @param info version, kernel, processor
 * @param broker its address
 * @param dealer whether it makes pads from seeds
 * @param models all versions served
 */
record GatewayFacts(
    String gateway, Info info, String broker, boolean dealer, List<ModelFacts> models) {

  /**
   * One model.
   *
   * @param parameters weights of its linear layers
   */
  record ModelFacts(
      String name, String version, String digest, long parameters, List<LayerFacts> layers) {
    static ModelFacts of(ServedModel model) {
      return new ModelFacts(
          model.name(),
          model.version(),
          model.digest(),
          model.parameters(),
          model.layers().stream().map(layer -> LayerFacts.of(model, layer)).toList());
    }
  }

  /**
   * One linear layer.
   *
   * @param key by which its figures are named
   * @param kind {@code convolution} or {@code dense}
   * @param kBits of its modulus
   */
  record LayerFacts(
      String key, String name, String kind, String input, String output, int kBits, int weights) {
    static LayerFacts of(ServedModel model, ServedLayer layer) {
      return new LayerFacts(
          LayerTimes.key(model.name(), model.version(), layer.name()),
          layer.name(),
          layer.operation() instanceof Convolution ? "convolution" : "dense",
          layer.operation().input().toString(),
          layer.operation().outputShape().toString(),
          layer.modulus().bits(),
          layer.operation().weightCount());
    }
  }
}
