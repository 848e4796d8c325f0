package io.edgeveil.gateway.watch;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.mask.MaskStream;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.gateway.model.TinyBundle;
import io.edgeveil.gateway.serving.HistoryStore;
import io.edgeveil.gateway.serving.KnownDevice;
import io.edgeveil.gateway.serving.Limit;
import io.edgeveil.gateway.serving.Limits;
import io.edgeveil.gateway.serving.ReplyTo;
import io.edgeveil.gateway.serving.Route;
import io.edgeveil.gateway.serving.Serving;
import io.edgeveil.gateway.serving.ServingListener;
import io.edgeveil.linear.Crew;
import io.edgeveil.linear.ReferenceKernel;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A serving core over a tiny model without any transport, for those who listen to it. */
public final class TinyGateway {
  private final ModelRepository models;
  private final Serving serving;
  private final ServedModel model;

  /** Serves, or deals, at once and on the calling thread. */
  public TinyGateway(Path folder, boolean dealer, ServingListener listener) throws Exception {
    TinyBundle.write(folder.resolve("models"), "tiny", "1", 7);
    models = ModelRepository.load(folder.resolve("models"), new ReferenceKernel());
    model = models.models().get(0);
    serving =
        new Serving(
            "gw-1",
            models,
            dealer,
            Limits.forHeap(1 << 26).with(Limit.OPENS_PER_MINUTE, 100_000),
            new Nowhere(),
            Runnable::run,
            Crew.ALONE,
            System::nanoTime,
            listener);
  }

  private static final class Nowhere implements HistoryStore {
    @Override
    public List<KnownDevice> load() {
      return List.of();
    }

    @Override
    public void save(List<KnownDevice> devices) {}
  }

  /** Keeps the session. */
  private static final class Answers implements ReplyTo {
    private SessionReply session;

    @Override
    public void opened(SessionReply reply) {
      session = reply;
    }

    @Override
    public void accepted() {}

    @Override
    public void reply(List<Chunk> chunks) {}

    @Override
    public void problem(Problem problem) {}
  }

  /** The core. */
  public Serving serving() {
    return serving;
  }

  /** The model served. */
  public ServedModel model() {
    return model;
  }

  /** All models served. */
  public List<ServedModel> models() {
    return models.models();
  }

  private long open(String device, long inference) {
    Answers answers = new Answers();
    serving.open(
        device,
        Json.write(
            new SessionRequest(
                "tiny", "1", model.digest(), "pads-1", inference, 1 << 16, Packing.BYTES)),
        answers);
    return answers.session.session();
  }

  /** A whole inference of uniform tensors. */
  public void infer(String device, long inference) {
    Random random = new Random(inference);
    for (ServedLayer layer : model.layers()) {
      send(
          device,
          inference,
          layer,
          random.ints(layer.inputElements(), 0, layer.modulus().prime()).toArray());
    }
  }

  /** One tensor. */
  public void send(String device, long inference, ServedLayer layer, int[] tensor) {
    ChunkHeader header =
        ChunkHeader.request(
            Packing.BYTES.bits(layer.modulus()),
            open(device, inference),
            inference,
            model.digestPrefix(),
            layer.index(),
            layer.inputElements());
    for (Chunk chunk : TensorChunks.encode(header, tensor, 1 << 16)) {
      serving.accept(new Route(device, "tiny", layer.name()), chunk.bytes(), new Answers());
    }
  }

  /** A mask's key, for a dealer. */
  public void deal(String device, long inference) {
    ChunkHeader header =
        ChunkHeader.seed(open(device, inference), inference, model.digestPrefix(), 0);
    byte[] key = new byte[MaskStream.KEY_BYTES];
    new Random(inference).nextBytes(key);
    serving.accept(
        new Route(device, "tiny", model.layers().get(0).name()),
        Chunk.seed(header, key).bytes(),
        new Answers());
  }

  /** Nonsense. */
  public void sendNonsense(String device) {
    serving.accept(
        new Route(device, "tiny", model.layers().get(0).name()), new byte[7], new Answers());
  }
}
