package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.ConflictingChunkException;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.core.wire.WireFormatException;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.model.ServedLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves linear layers to devices, whatever carries the messages. Safe for use by several threads.
 *
 * <p><b>Guarantee.</b> Against devices that send anything at all: a device gets results only for
 * what it sent itself, under a session of its own; no device can make the gateway keep more than
 * its limits, nor keep another device from being served but by using up what all share; and a
 * second, different tensor under an index already used is never computed. Against the gateway
 * itself nothing is promised here; that is the business of masks and of the sensor's checks.
 *
 * <p>A dealer also takes seeds: the key of a mask instead of a masked tensor, expanded here and
 * wiped as soon as its image is computed. All else is the same.
 *
 * <p>A request is stateless but for its session: chunks come in any order, doubled or not at all,
 * and the same tensor may be sent again at any time.
 */
public final class Serving {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

  private final String gateway;
  private final ModelRepository models;
  private final Limits limits;
  private final Executor compute;
  private final LongSupplier nanoTime;
  private final ProblemLog problemLog;
  private final Object lock = new Object();
  private final SessionTable sessions;
  private final PendingTable pending;
  private final History history;
  private final Roles roles;
  private long inferences;
  private long layers;
  private long problems;
  private long conflicts;
  private long computeMicros;

  /**
   * A core without sessions.
   *
   * @param gateway id of this gateway, told to sensors
   * @param models what is served; not closed here
   * @param dealer whether seeds are taken, from devices that it does not compute for
   * @param compute runs the layers; may refuse by {@link RejectedExecutionException}
   * @param nanoTime a monotonic clock
   * @throws IllegalArgumentException if a layer of a model does not fit the memory limits even
   *     alone
   */
  public Serving(
      String gateway,
      ModelRepository models,
      boolean dealer,
      Limits limits,
      Executor compute,
      LongSupplier nanoTime) {
    this.gateway = gateway;
    this.models = models;
    this.limits = limits;
    this.compute = compute;
    this.nanoTime = nanoTime;
    this.problemLog = new ProblemLog(nanoTime);
    this.sessions = new SessionTable(limits);
    this.pending = new PendingTable(limits);
    this.history = new History(limits);
    this.roles = new Roles(dealer);
    requireFit();
  }

  private void requireFit() {
    long room = Math.min(limits.bytesPerDevice(), limits.bytes());
    for (var model : models.models()) {
      for (ServedLayer layer : model.layers()) {
        if (PendingTensor.totalBytes(layer) > room) {
          throw new IllegalArgumentException(
              "layer %s of %s needs %d MiB for one tensor, a device may use %d: give Java more heap"
                  .formatted(
                      layer.name(),
                      model,
                      (PendingTensor.totalBytes(layer) >> 20) + 1,
                      room >> 20));
        }
      }
    }
  }

  /**
   * Opens a session.
   *
   * @param device an id, vouched for by the transport
   * @param json a {@link SessionRequest}
   * @throws RefusedException if it is not one, or not one that can be met
   */
  public SessionReply open(String device, byte[] json) throws RefusedException {
    try {
      return open(device, Opening.read(json, models, limits));
    } catch (RefusedException e) {
      count(device, e.problem());
      throw e;
    }
  }

  private SessionReply open(String device, Opening opening) throws RefusedException {
    SessionRequest request = opening.request();
    Session session;
    long highest;
    synchronized (lock) {
      session =
          sessions.open(
              device,
              opening.model(),
              request.padFile(),
              opening.chunkBytes(),
              nanoTime.getAsLong());
      highest = history.highestInference(device, request.padFile());
    }
    if (session == null) {
      throw RefusedException.of(Problem.Type.BUSY, "too many sessions are open");
    }
    LOG.info(
        "{} opened a session for {} at inference {}",
        device,
        opening.model(),
        request.nextInference());
    return new SessionReply(
        gateway, session.id(), session.chunkBytes(), highest, limits.tensorTimeout().toMillis());
  }

  /**
   * Takes in a chunk. What comes of it, now or later, goes to {@code replyTo}; a chunk that only
   * adds to an incomplete tensor gets no answer.
   *
   * @param bytes of the chunk, retained; the key in a seed is overwritten
   */
  public void accept(Route route, byte[] bytes, ReplyTo replyTo) {
    try {
      Chunk chunk = decode(route, bytes);
      PendingTensor ready;
      try {
        ready = take(route, chunk, replyTo);
      } finally {
        if (chunk.header().kind() == ChunkHeader.Kind.SEED) {
          chunk.wipe();
        }
      }
      if (ready != null) {
        submit(ready);
      }
    } catch (RefusedException e) {
      count(route.device(), e.problem());
      replyTo.problem(e.problem());
    }
  }

  private Chunk decode(Route route, byte[] bytes) throws RefusedException {
    try {
      return Chunk.decode(bytes);
    } catch (WireFormatException e) {
      int layer =
          models.newest().stream()
              .filter(model -> model.name().equals(route.model()))
              .flatMap(model -> model.layer(route.layer()).stream())
              .mapToInt(ServedLayer::index)
              .findFirst()
              .orElse(-1);
      throw RefusedException.unreadable(e.getMessage(), layer);
    }
  }

  /** The tensor that this chunk completes, or null. */
  private PendingTensor take(Route route, Chunk chunk, ReplyTo replyTo) throws RefusedException {
    ChunkHeader header = chunk.header();
    synchronized (lock) {
      long now = nanoTime.getAsLong();
      Session session = sessions.use(header.session(), route.device(), now);
      ServedLayer layer = ChunkCheck.layerOf(route, header, session);
      roles.require(route.device(), header);
      PendingTensor tensor = pending.of(session, layer, header, now);
      boolean again = tensor.state() == PendingTensor.State.SERVED;
      try {
        if (!tensor.add(chunk, replyTo)) {
          return null;
        }
      } catch (ConflictingChunkException e) {
        throw RefusedException.of(Problem.Type.CONFLICT, e.getMessage(), header);
      } catch (WireFormatException e) {
        throw RefusedException.of(Problem.Type.MALFORMED, e.getMessage(), header);
      } finally {
        if (tensor.isEmpty()) {
          pending.remove(tensor);
        } else {
          roles.took(route.device(), header);
          history.sawInference(session, header.inference());
        }
      }
      if (again) {
        pending.computeAgain(tensor, now);
      }
      return tensor;
    }
  }

  private void submit(PendingTensor tensor) throws RefusedException {
    try {
      compute.execute(() -> serve(tensor));
    } catch (RejectedExecutionException e) {
      forget(tensor);
      throw RefusedException.of(Problem.Type.BUSY, "too many layers are waiting", tensor.header());
    }
  }

  private void serve(PendingTensor tensor) {
    List<Chunk> reply;
    try {
      reply = compute(tensor);
    } catch (RefusedException e) {
      forget(tensor);
      count(tensor.session().device(), e.problem());
      newestReplyTo(tensor).problem(e.problem());
      return;
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("computing {} of {} failed", tensor.layer().name(), tensor.session().model(), e);
      forget(tensor);
      ChunkHeader header = tensor.header();
      Problem problem =
          Problem.of(
              Problem.Type.FAILED,
              "the gateway could not compute this layer",
              header.layer(),
              header.inference());
      count(tensor.session().device(), problem);
      newestReplyTo(tensor).problem(problem);
      return;
    }
    newestReplyTo(tensor).reply(reply);
  }

  private ReplyTo newestReplyTo(PendingTensor tensor) {
    synchronized (lock) {
      return tensor.replyTo();
    }
  }

  private List<Chunk> compute(PendingTensor tensor) throws RefusedException {
    ChunkHeader header = tensor.header();
    Session session = tensor.session();
    byte[] digest = tensor.input().digest(header.modelDigestPrefix());
    History.Verdict verdict;
    synchronized (lock) {
      verdict = history.sawTensor(session, header.inference(), header.layer(), digest);
    }
    if (verdict == History.Verdict.DIFFERENT) {
      throw RefusedException.of(
          Problem.Type.CONFLICT, "another tensor came before under this inference", header);
    }
    long startedNanos = System.nanoTime();
    int[] results = tensor.layer().multiply(tensor.input().residues());
    long micros = (System.nanoTime() - startedNanos) / 1000;
    List<Chunk> reply =
        TensorChunks.encode(
            header.reply(
                tensor.layer().modulus().bytesPerElement(),
                results.length,
                (int) Math.min(micros, Integer.MAX_VALUE)),
            results,
            session.chunkBytes());
    synchronized (lock) {
      pending.served(tensor, nanoTime.getAsLong());
      layers++;
      computeMicros += micros;
      if (verdict == History.Verdict.FIRST
          && header.layer() == session.model().layers().size() - 1) {
        inferences++;
      }
    }
    return reply;
  }

  /**
   * Drops what waited too long: incomplete tensors, each with a problem to whoever sent a part of
   * it, and sessions. To be called every now and then.
   */
  public void expire() {
    List<PendingTensor> incomplete;
    synchronized (lock) {
      long now = nanoTime.getAsLong();
      incomplete = new ArrayList<>(pending.expire(now));
      sessions.expire(now);
    }
    for (PendingTensor tensor : incomplete) {
      ChunkHeader header = tensor.header();
      Problem problem =
          Problem.of(
              Problem.Type.INCOMPLETE,
              "%d of %d chunks came within %d ms"
                  .formatted(
                      tensor.chunksArrived(), header.chunks(), limits.tensorTimeout().toMillis()),
              header.layer(),
              header.inference());
      count(tensor.session().device(), problem);
      tensor.replyTo().problem(problem);
    }
    problemLog.flush();
  }

  /** How things stand. */
  public ServingFigures figures() {
    synchronized (lock) {
      return new ServingFigures(
          inferences,
          layers,
          problems,
          conflicts,
          sessions.size(),
          pending.computing(),
          pending.usedBytes(),
          computeMicros);
    }
  }

  private void forget(PendingTensor tensor) {
    synchronized (lock) {
      pending.remove(tensor);
    }
  }

  /** Counts and logs a refusal by a transport, before anything came here. */
  public void refused(String device, Problem problem) {
    count(device, problem);
  }

  private void count(String device, Problem problem) {
    synchronized (lock) {
      problems++;
      if (problem.is(Problem.Type.CONFLICT)) {
        conflicts++;
      }
    }
    problemLog.report(device, problem);
  }
}
