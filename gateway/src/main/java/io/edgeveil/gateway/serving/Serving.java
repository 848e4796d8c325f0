package io.edgeveil.gateway.serving;

import io.edgeveil.core.mask.MaskStream;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.ConflictingChunkException;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.core.wire.WireFormatException;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.linear.Crew;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves linear layers to devices, whatever carries the messages. Safe for use by several threads.
 *
 * <p><b>Guarantee.</b> Against devices that send anything at all: a device gets results only for
 * what it sent itself, under a session of its own; no device can make the gateway keep more than
 * its limits; what all share goes by equal parts when it is short, so that no device keeps another
 * from being served; and a second, different tensor under an index already used is never computed.
 * Against the gateway itself nothing is promised here; that is the business of masks and of the
 * sensor's checks.
 *
 * <p>A dealer also takes seeds: the key of a mask instead of a masked tensor, expanded here and
 * wiped as soon as its image is computed. All else is the same.
 *
 * <p>A request is stateless but for its session: chunks come in any order, doubled or not at all,
 * and the same tensor may be sent again at any time.
 */
public final class Serving {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
  private static final long RETRY_MILLIS = 1000;

  private final String gateway;
  private final ModelRepository models;
  private final Limits limits;
  private final LongSupplier nanoTime;
  private final ServingListener listener;
  private final Object lock = new Object();
  private final Gate gate;
  private final SessionTable sessions;
  private final PendingTable pending;
  private final History history;
  private final HistoryKeeper keeper;
  private final Refusals refusals;
  private final Computation computation;

  /**
   * A core without sessions.
   *
   * @param gateway id of this gateway, told to sensors
   * @param models what is served; not closed here
   * @param dealer whether seeds are taken, from devices that it does not compute for
   * @param store what is known of devices from before, and where it is kept; not closed here
   * @param compute runs the layers in the order in which it is given tasks; may refuse by {@link
   *     RejectedExecutionException} when it ends. How many wait is bounded here
   * @param nanoTime a monotonic clock
   * @throws IllegalArgumentException if the limits contradict each other, or a layer of a model
   *     does not fit them even alone
   */
  public Serving(
      String gateway,
      ModelRepository models,
      boolean dealer,
      Limits limits,
      HistoryStore store,
      Executor compute,
      LongSupplier nanoTime) {
    this(
        gateway,
        models,
        dealer,
        limits,
        store,
        compute,
        Crew.ALONE,
        nanoTime,
        ServingListener.NOBODY);
  }

  /**
   * The same, with a crew that shares the pieces of layers out and somebody who listens.
   *
   * @param crew may be the same threads as {@code compute}
   * @param listener hears of what is done
   */
  public Serving(
      String gateway,
      ModelRepository models,
      boolean dealer,
      Limits limits,
      HistoryStore store,
      Executor compute,
      Crew crew,
      LongSupplier nanoTime,
      ServingListener listener) {
    this.gateway = gateway;
    this.models = models;
    this.limits = limits.consistent();
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.gate = new Gate(limits);
    this.sessions = new SessionTable(limits);
    this.pending = new PendingTable(limits);
    this.history = new History(limits, dealer, store.load());
    this.keeper = new HistoryKeeper(lock, history, store, nanoTime);
    this.refusals = new Refusals(lock, gate, nanoTime, listener);
    this.computation =
        new Computation(
            lock, limits, pending, history, keeper, refusals, compute, crew, nanoTime, listener);
    for (ServedModel model : models.models()) {
      model.layers().forEach(layer -> requireFit(model, layer));
    }
  }

  private void requireFit(ServedModel model, ServedLayer layer) {
    long most = Math.max(layer.inputElements(), layer.outputElements());
    long wire = most * layer.modulus().bytesPerElement();
    if (wire > limits.of(Limit.TENSOR_BYTES)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer %s of %s has tensors of %d bytes, more than %s, %d",
              layer.name(),
              model,
              wire,
              Limit.TENSOR_BYTES.option(),
              limits.of(Limit.TENSOR_BYTES)));
    }
    long perChunk = (most / ChunkHeader.MAX_CHUNKS + 1) * layer.modulus().bytesPerElement();
    long chunk = ChunkHeader.BYTES + Math.max(MaskStream.KEY_BYTES, perChunk);
    if (limits.of(Limit.CHUNK_BYTES) < chunk) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is %d; layer %s of %s needs %d at least",
              Limit.CHUNK_BYTES.option(),
              limits.of(Limit.CHUNK_BYTES),
              layer.name(),
              model,
              chunk));
    }
    long room = limits.of(Limit.PENDING_BYTES_PER_DEVICE);
    if (PendingTensor.totalBytes(layer) > room) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer %s of %s needs %d MiB for one tensor, a device may use %d: give Java more heap"
                  + " or set %s",
              layer.name(),
              model,
              (PendingTensor.totalBytes(layer) >> 20) + 1,
              room >> 20,
              Limit.PENDING_BYTES_PER_DEVICE.option()));
    }
  }

  /**
   * Opens a session, or says why not.
   *
   * @param device an id, vouched for by the transport
   * @param json a {@link SessionRequest}
   */
  public void open(String device, byte[] json, ReplyTo replyTo) {
    listener.received(device, json.length);
    SessionReply reply;
    try {
      reply = open(device, json);
    } catch (RefusedException e) {
      refusals.tell(device, e.problem(), replyTo);
      return;
    }
    replyTo.opened(reply);
  }

  private SessionReply open(String device, byte[] json) throws RefusedException {
    long wait;
    synchronized (lock) {
      wait = gate.open(device, nanoTime.getAsLong());
    }
    if (wait > 0) {
      throw tooFast("session requests in a minute", -1, wait);
    }
    Opening opening = Opening.read(json, models, limits);
    SessionRequest request = opening.request();
    Session session;
    long highest;
    synchronized (lock) {
      history.requireKnown(device, request.padFile());
      session = sessions.open(device, opening, nanoTime.getAsLong());
      sessions.takeClosed().forEach(pending::sessionClosed);
      highest = history.highestInference(device, request.padFile());
    }
    if (session == null) {
      throw RefusedException.of(
          Problem.of(Problem.Type.BUSY, "too many sessions are open").withRetryAfter(RETRY_MILLIS));
    }
    LOG.info(
        "{} opened a session for {} at inference {}",
        device,
        opening.model(),
        request.nextInference());
    return new SessionReply(
        gateway,
        session.id(),
        session.chunkBytes(),
        session.packing(),
        highest,
        TimeUnit.SECONDS.toMillis(limits.of(Limit.TENSOR_SECONDS)));
  }

  /**
   * Takes in a chunk. What comes of it, now or later, goes to {@code replyTo}.
   *
   * @param bytes of the chunk, retained; the key in a seed is overwritten
   */
  public void accept(Route route, byte[] bytes, ReplyTo replyTo) {
    listener.received(route.device(), bytes.length);
    try {
      requireSlow(route, bytes.length);
      Chunk chunk = decode(route, bytes);
      Taken taken;
      try {
        taken = take(route, chunk, replyTo);
      } finally {
        if (chunk.header().kind() == ChunkHeader.Kind.SEED) {
          chunk.wipe();
        }
        tellDisplaced();
      }
      if (taken.accepted() != null) {
        taken.accepted().accepted();
      }
      if (taken.ready() != null) {
        computation.submit(taken.ready());
      }
    } catch (RefusedException e) {
      refusals.tell(route.device(), e.problem(), replyTo);
    }
  }

  /**
   * Whether a session is open for a device: where nothing else proves who sends, its id does. Costs
   * the device nothing.
   */
  public boolean isOpen(long session, String device) {
    synchronized (lock) {
      return sessions.use(session, device, nanoTime.getAsLong()) != null;
    }
  }

  /** Before anything is looked at: looking is what a flood would have us do. */
  private void requireSlow(Route route, int bytes) throws RefusedException {
    long wait;
    synchronized (lock) {
      wait = gate.chunk(route.device(), bytes, nanoTime.getAsLong());
    }
    if (wait > 0) {
      throw tooFast("chunks or bytes in a second", layerBy(route), wait);
    }
  }

  private static RefusedException tooFast(String what, int layer, long waitNanos) {
    return RefusedException.of(
        Problem.of(Problem.Type.BUSY, "too many " + what, layer, -1)
            .withRetryAfter(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1));
  }

  private Chunk decode(Route route, byte[] bytes) throws RefusedException {
    try {
      return Chunk.decode(bytes);
    } catch (WireFormatException e) {
      throw RefusedException.unreadable(e.getMessage(), layerBy(route));
    }
  }

  /** Index of the layer that a route names, or -1. */
  private int layerBy(Route route) {
    return models.newest().stream()
        .filter(model -> model.name().equals(route.model()))
        .flatMap(model -> model.layer(route.layer()).stream())
        .mapToInt(ServedLayer::index)
        .findFirst()
        .orElse(-1);
  }

  /**
   * What became of a chunk.
   *
   * @param ready the tensor that it completes, or null
   * @param accepted to be told that no result goes its way, or null
   */
  private record Taken(PendingTensor ready, ReplyTo accepted) {}

  private Taken take(Route route, Chunk chunk, ReplyTo replyTo) throws RefusedException {
    ChunkHeader header = chunk.header();
    synchronized (lock) {
      long now = nanoTime.getAsLong();
      Session session = sessions.use(header.session(), route.device(), now);
      ServedLayer layer = ChunkCheck.layerOf(route, header, session);
      history.requireRole(route.device(), header);
      PendingTensor tensor = pending.of(session, layer, header, now);
      boolean again = tensor.state() == PendingTensor.State.SERVED;
      ReplyTo before = tensor.replyTo();
      try {
        if (tensor.isEmpty()) {
          history.requireTellable(session, header);
        }
        if (!tensor.add(chunk, replyTo)) {
          boolean computing = tensor.state() == PendingTensor.State.COMPUTING;
          return new Taken(null, computing ? before : replyTo);
        }
      } catch (ConflictingChunkException e) {
        throw RefusedException.of(Problem.Type.CONFLICT, e.getMessage(), header);
      } catch (WireFormatException e) {
        throw RefusedException.of(Problem.Type.MALFORMED, e.getMessage(), header);
      } finally {
        if (tensor.isEmpty()) {
          pending.remove(tensor);
        } else {
          sessions.tookChunk(session);
          history.saw(session, header);
        }
      }
      if (again) {
        pending.computeAgain(tensor, now);
      }
      return new Taken(tensor, null);
    }
  }

  private void tellDisplaced() {
    List<PendingTensor> displaced;
    synchronized (lock) {
      displaced = pending.takeDisplaced();
    }
    displaced.forEach(tensor -> refusals.tell(tensor, Computation.gaveWay(tensor)));
  }

  /**
   * Drops what waited too long: incomplete tensors, each with a problem to whoever sent a part of
   * it, and sessions. Writes what must not be forgotten. To be called every now and then.
   */
  public void expire() {
    List<PendingTensor> incomplete;
    synchronized (lock) {
      long now = nanoTime.getAsLong();
      incomplete = pending.expire(now);
      sessions.expire(now);
      sessions.takeClosed().forEach(pending::sessionClosed);
    }
    for (PendingTensor tensor : incomplete) {
      ChunkHeader header = tensor.header();
      refusals.tell(
          tensor,
          Problem.of(
              Problem.Type.INCOMPLETE,
              String.format(
                  Locale.ROOT,
                  "%d of %d chunks came within %d s",
                  tensor.chunksArrived(),
                  header.chunks(),
                  limits.of(Limit.TENSOR_SECONDS)),
              header.layer(),
              header.inference()));
    }
    refusals.flush();
    keeper.keep();
  }

  /** Writes what must not be forgotten, now. */
  public void keep() {
    keeper.keepNow();
  }

  /** How things stand. */
  public ServingFigures figures() {
    synchronized (lock) {
      return new ServingFigures(
          computation.inferences(),
          computation.layers(),
          refusals.problems(),
          refusals.conflicts(),
          sessions.size(),
          pending.computing(),
          pending.usedBytes(),
          computation.computeMicros());
    }
  }

  /** A message was refused by the transport, before anything came here. */
  public void refused(String device, Problem problem, ReplyTo replyTo) {
    refusals.tell(device, problem, replyTo);
  }
}
