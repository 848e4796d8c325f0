package io.edgeveil.coap;

import io.edgeveil.core.wire.Ids;
import java.util.List;

/**
 * The resources of a gateway, and the names in a query.
 *
 * <pre>
 * POST /v1/open                                     opens a session (JSON)
 * POST /v1/models/&lt;model&gt;/layers/&lt;layer&gt;?i=..&amp;c=..  one chunk of a masked tensor
 * GET  /v1/models                                   what is served (JSON)
 * GET  /v1/health                                   how things stand (JSON, observable)
 * </pre>
 *
 * <p>The inference and the number of the chunk stand in the query though the chunk's header holds
 * them too: a block-wise transfer is told from others by peer and URI alone (RFC 7959, section
 * 2.4), so that only this lets several chunks of a layer travel at once. A contradiction is
 * refused.
 */
public final class CoapPaths {
  /** Root of all. */
  public static final String ROOT = "v1";

  /** Last segment of {@code /v1/open}. */
  public static final String OPEN = "open";

  /** Second segment of everything about models. */
  public static final String MODELS = "models";

  /** Last segment of {@code /v1/health}. */
  public static final String HEALTH = "health";

  /** Segment between a model's id and a layer's. */
  public static final String LAYERS = "layers";

  /** In a query: index of the inference, decimal. */
  public static final String INFERENCE = "i";

  /** In a query: number of the chunk, decimal, from 0. */
  public static final String CHUNK = "c";

  /** In a query: id of the device, on schemes that do not prove it. */
  public static final String DEVICE = "d";

  private CoapPaths() {}

  /** The segments of {@code /v1/open}. */
  public static List<String> open() {
    return List.of(ROOT, OPEN);
  }

  /** The segments of {@code /v1/models}. */
  public static List<String> models() {
    return List.of(ROOT, MODELS);
  }

  /** The segments of {@code /v1/health}. */
  public static List<String> health() {
    return List.of(ROOT, HEALTH);
  }

  /**
   * The segments of a layer's path.
   *
   * @throws IllegalArgumentException if one is no id
   */
  public static List<String> layer(String model, String layer) {
    return List.of(
        ROOT, MODELS, Ids.requireId("model", model), LAYERS, Ids.requireId("layer", layer));
  }

  /** The query of one chunk, without the device. */
  public static List<String> chunk(long inference, int chunk) {
    return List.of(INFERENCE + "=" + inference, CHUNK + "=" + chunk);
  }

  /** The part of a query that names the device. */
  public static String device(String device) {
    return DEVICE + "=" + Ids.requireId("device", device);
  }
}
