package io.edgeveil.sensor.inference;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.mask.MaskStream;
import io.edgeveil.core.mask.Masking;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.network.LinearEvaluator;
import io.edgeveil.core.network.Network;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Residues;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.linear.Kernels;
import io.edgeveil.pads.integrity.IntegrityMaker;
import io.edgeveil.pads.integrity.IntegritySecrets;
import io.edgeveil.pads.quarantine.Quarantine;
import io.edgeveil.pads.record.AuthenticatedCipher;
import io.edgeveil.prepare.kernel.BundleLayers;
import io.edgeveil.prepare.kernel.TransposedBundleLayers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What one inference costs the sensor, from the input tensor to the output tensor: quantise, mask,
 * cut into chunks, exchange them, unmask, and the network's own layers. The steps are those of
 * {@link InferenceRun}, with a pad that, for once, serves again and again: the same mask, so that
 * the replies fit.
 */
final class SensorWork implements AutoCloseable {
  static final String DEVICE = "bench";

  /** How a layer's chunks come to their reply. */
  @FunctionalInterface
  interface Line {
    void exchange(LayerExchange exchange) throws Exception;
  }

  private static final int CHUNK_BYTES = 128_000;
  private static final byte[] ASSOCIATED = new byte[112];

  private final byte[] key = new byte[MaskStream.KEY_BYTES];
  private final Network network;
  private final Tensor input;
  private GatewaySession.Open session;
  private final InferenceMemory memory;
  private final IntegritySecrets secrets;
  private final Quarantine quarantine;
  private final Map<String, List<byte[]>> replies = new HashMap<>(); // by layer
  private int[] offsets; // of each layer's images
  private byte[] images;
  private final byte[] sealed;
  private final byte[] record;

  /**
   * Computes what an honest gateway would reply, and seals the record.
   *
   * @param home where the models are
   * @param model one of {@link BenchmarkModels}
   */
  SensorWork(Path home, String model) throws Exception {
    ModelBundle bundle = ModelBundle.open(BenchmarkModels.bundle(home, model));
    network = Network.of(bundle.manifest(), bundle.constants());
    memory = new InferenceMemory(network);
    Random random = new Random(1);
    float[] values = new float[network.inputShape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    input = new Tensor(network.inputShape(), values);
    session = new GatewaySession.Open("gw-1", 1, CHUNK_BYTES, Packing.BYTES, model, 42, "0123456789abcdef");
    quarantine = Quarantine.of(home);
    Path own = Files.createTempDirectory(home, "secrets");
    TransposedBundleLayers transposed = new TransposedBundleLayers(bundle);
    var unused =
        new IntegrityMaker(bundle, transposed::multiply, new SecureRandom())
            .makeIn(own, DEVICE, layer -> {});
    secrets = IntegritySecrets.open(own.resolve(IntegritySecrets.FILE), bundle, DEVICE);
    Files.delete(own.resolve(IntegritySecrets.FILE));
    Files.delete(own);
    try (BundleLayers layers = BundleLayers.prepare(bundle, Kernels.choose("onednn"))) {
      makeImages(bundle, layers);
      sealed = AuthenticatedCipher.seal(key, ASSOCIATED, images);
      record = new byte[sealed.length];
      var unusedOutput = network.run(input, new Replying(layers));
    }
  }

  private void makeImages(ModelBundle bundle, BundleLayers layers) {
    List<LinearLayer> linear = bundle.manifest().linearLayers();
    offsets = new int[linear.size() + 1];
    for (int i = 0; i < linear.size(); i++) {
      LinearOperation operation = linear.get(i).operation();
      int width = operation.modulus().bytesPerElement();
      offsets[i + 1] = offsets[i] + operation.outputShape().elements() * width;
    }
    images = new byte[offsets[linear.size()]];
    for (int i = 0; i < linear.size(); i++) {
      LinearOperation operation = linear.get(i).operation();
      Modulus modulus = operation.modulus();
      int[] mask = new int[operation.input().elements()];
      int[] image = new int[operation.outputShape().elements()];
      MaskStream.expand(key, modulus, mask);
      layers.multiply(i, 1, mask, image);
      Residues.pack(image, 0, image.length, Packing.BYTES.bits(modulus), images, offsets[i]);
    }
  }

  /** The line to a gateway that answers at once: the right replies are computed beforehand. */
  Line toPreparedReplies() {
    return exchange -> {
      exchange.sent();
      for (byte[] chunk : replies.get(exchange.layer())) {
        var unused = exchange.take(chunk);
      }
    };
  }

  /** Chunks are for this session from now on. */
  void in(GatewaySession.Open other) {
    session = other;
  }

  /**
   * One inference.
   *
   * @param seal whether the record with the mask images is opened, or there in the clear
   * @param verify whether results are checked
   */
  Tensor infer(boolean seal, boolean verify, Line line) throws Exception {
    byte[] opened = seal ? opened() : images;
    ResultCheck check =
        verify ? new FreivaldsResultCheck(secrets, quarantine, 0) : new NoResultCheck();
    Tensor output =
        network.run(
            input,
            (layer, x) -> multiply(layer, x, opened, check, line),
            memory.workspace());
    check.settle();
    memory.wipe();
    return output;
  }

  private byte[] opened() throws Exception {
    System.arraycopy(sealed, 0, record, 0, sealed.length); // as if read
    AuthenticatedCipher.open(key, ASSOCIATED, record);
    return record;
  }

  private int[] multiply(
      LinearLayer layer,
      int[] quantised,
      byte[] opened,
      ResultCheck check,
      Line line)
      throws Exception {
    int[] masked = mask(layer, quantised);
    check.sending(layer, masked);
    LayerExchange exchange =
        LayerExchange.of(
            session,
            0,
            layer,
            masked,
            memory.maskedResult(layer),
            List.of(),
            check::meanwhile);
    line.exchange(exchange);
    int[] maskedResult = exchange.result();
    check.received("gw-1", maskedResult);
    Modulus modulus = layer.modulus();
    int[] result = memory.result(layer);
    Residues.unpack(opened, offsets[layer.index()], result.length, Packing.BYTES.bits(modulus), modulus, result, 0);
    Masking.unmask(
        maskedResult, result, modulus, layer.operation().quantisation().lowest(), result);
    return result;
  }

  private int[] mask(LinearLayer layer, int[] quantised) {
    Modulus modulus = layer.modulus();
    int[] masked = memory.masked(layer);
    MaskStream.expand(key, modulus, masked);
    Masking.mask(quantised, masked, modulus, masked);
    return masked;
  }

  /** Computes each reply and keeps it. */
  private final class Replying
      implements LinearEvaluator<Exception> {
    private final BundleLayers layers;

    Replying(BundleLayers layers) {
      this.layers = layers;
    }

    @Override
    public int[] multiply(LinearLayer layer, int[] quantised)
        throws Exception {
      int[] masked = mask(layer, quantised);
      LayerExchange exchange =
          LayerExchange.of(
              session, 0, layer, masked, memory.maskedResult(layer), List.of(), () -> {});
      int[] result = new int[layer.outputElements()];
      layers.multiply(layer.index(), 1, masked, result);
      replies.put(
          layer.name(),
          TensorChunks.encode(
                  exchange.chunks().get(0).header().reply(result.length, 1), result, CHUNK_BYTES)
              .stream()
              .map(Chunk::bytes)
              .toList());
      return SensorWork.this.multiply(
          layer, quantised, images, new NoResultCheck(), toPreparedReplies());
    }
  }

  /** Wipes the secrets. */
  @Override
  public void close() {
    secrets.close();
  }
}
