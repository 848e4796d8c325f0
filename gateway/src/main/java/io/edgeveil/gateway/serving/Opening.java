package io.edgeveil.gateway.serving;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A session request that can be met.
 *
 * @param request as it came
 * @param model that it asks for
 * @param chunkBytes the smaller of what both sides want
 */
record Opening(SessionRequest request, ServedModel model, int chunkBytes) {
  private static final int MAX_REQUEST_BYTES = 4096;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /**
   * Reads and checks a request.
   *
   * @throws RefusedException if it is malformed, asks for a model that is not here or for chunks
   *     too small for it
   */
  static Opening read(byte[] json, ModelRepository models, Limits limits) throws RefusedException {
    if (json.length > MAX_REQUEST_BYTES) {
      throw malformed("a session request of " + json.length + " bytes");
    }
    SessionRequest request;
    try {
      request = Json.read(json, SessionRequest.class);
    } catch (JsonFormatException e) {
      throw malformed("session request: " + e.getMessage());
    }
    requireFields(request);
    ServedModel model = model(request, models);
    return new Opening(request, model, chunkBytes(request, model, limits));
  }

  /** What is agreed by it. */
  Session session(long id, String device) {
    return new Session(id, device, model, request.padFile(), chunkBytes, request.packing());
  }

  private static void requireFields(SessionRequest request) throws RefusedException {
    if (!Ids.isId(request.model()) || !Ids.isId(request.version())) {
      throw malformed("session request: model and version must be ids");
    }
    if (request.modelDigest() == null || !DIGEST.matcher(request.modelDigest()).matches()) {
      throw malformed("session request: model_digest must be 64 lower-case hexadecimal digits");
    }
    if (!Ids.isId(request.padFile())) {
      throw malformed("session request: pad_file must be an id");
    }
    if (request.packing() == null) {
      throw malformed("session request: packing must be bytes or bits");
    }
    if (request.nextInference() < 0) {
      throw malformed("session request: next_inference is negative");
    }
  }

  private static ServedModel model(SessionRequest request, ModelRepository models)
      throws RefusedException {
    ServedModel model = models.byDigest(request.modelDigest()).orElse(null);
    if (model != null
        && model.name().equals(request.model())
        && model.version().equals(request.version())) {
      return model;
    }
    String asked = request.model() + " " + request.version();
    String here =
        models.models().stream()
            .filter(m -> m.name().equals(request.model()))
            .map(m -> m + " is " + m.digest().substring(0, 16) + "…")
            .collect(Collectors.joining(", "));
    throw RefusedException.of(
        Problem.Type.UNKNOWN_MODEL,
        here.isEmpty()
            ? "there is no model " + request.model() + " here"
            : String.format(
                Locale.ROOT,
                "no model %s with digest %s… here; %s",
                asked,
                request.modelDigest().substring(0, 16),
                here));
  }

  private static int chunkBytes(SessionRequest request, ServedModel model, Limits limits)
      throws RefusedException {
    int chunkBytes = Math.min(request.chunkBytes(), limits.count(Limit.CHUNK_BYTES));
    try {
      for (ServedLayer layer : model.layers()) {
        int bits = request.packing().bits(layer.modulus());
        int elements = Math.max(layer.inputElements(), layer.outputElements());
        var unused = TensorChunks.count(elements, bits, chunkBytes);
      }
    } catch (IllegalArgumentException e) {
      throw malformed("session request: chunk_bytes is too small for this model");
    }
    return chunkBytes;
  }

  private static RefusedException malformed(String detail) {
    return RefusedException.of(Problem.Type.MALFORMED, detail);
  }
}
