package io.edgeveil.sensor.inference;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.manifest.ModelDigest;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.pads.store.NextPad;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sensor's session with a gateway: opened when needed, opened anew when the gateway has
 * forgotten it or another pad file is begun, asked again with the same bytes when no answer comes.
 */
final class GatewaySession {
  private static final Logger LOG = LoggerFactory.getLogger(GatewaySession.class);

  /**
   * Most tensors in one piece, where the way to the gateway carries it: brokers tell the largest
   * packet they take, and large ones in the cloud take less. HiveMQ holds back what comes for a
   * client while a message to it is not acknowledged, so every further piece of a result can wait
   * for a whole round trip.
   */
  private static final int WANTED_CHUNK_BYTES = 1_000_000;

  private static final int OPEN_ATTEMPTS = 3;

  /** A session that is open, its facts checked. */
  record Open(
      String gateway,
      long id,
      int chunkBytes,
      Packing packing,
      String model,
      long modelDigestPrefix,
      String padFile) {}

  private final GatewayTransport transport;
  private final RetryPolicy policy;
  private final Manifest manifest;
  private final String modelDigest;
  private final Packing packing;
  private final Admission admission;
  private final Map<String, List<Chunk>> delivered = new HashMap<>(); // by layer, of multiply's
  private volatile Open open; // null: none is known to be

  /**
   * No session yet.
   *
   * @param packing to ask for
   * @param admission knows the gateways that are not to be used
   */
  GatewaySession(
      GatewayTransport transport,
      RetryPolicy policy,
      Manifest manifest,
      String modelDigest,
      Packing packing,
      Admission admission) {
    this.transport = transport;
    this.policy = policy;
    this.manifest = manifest;
    this.modelDigest = modelDigest;
    this.packing = packing;
    this.admission = admission;
  }

  /** Says which gateways may be used. */
  @FunctionalInterface
  interface Admission {
    /** Returns if this one may, for the pads of this file. */
    void admit(String gateway, String padFile) throws InferenceException;
  }

  /** One try at something that may have to be tried again. */
  @FunctionalInterface
  private interface Attempt<T> {
    T make() throws InferenceException, InterruptedException;
  }

  /**
   * Opens a session about a pad file unless there is one.
   *
   * @throws RestoredBackupException if the gateway has seen this pad or a later one used
   */
  void ensureOpen(NextPad next) throws InferenceException {
    var unused = persist(() -> opened(next), policy.openTimeout().multipliedBy(OPEN_ATTEMPTS));
  }

  /**
   * Has a layer computed.
   *
   * @param pad that masks the inference
   * @param masked residues, read; the same are sent however often it takes
   * @param result overwritten with the masked result
   * @param count counts round trips and the gateway's time
   * @param meanwhile done while the messages travel, perhaps more than once
   */
  void multiply(
      NextPad pad,
      LinearLayer layer,
      int[] masked,
      int[] result,
      FigureCount count,
      LayerExchange.Meanwhile meanwhile)
      throws InferenceException {
    var unused =
        persist(
            new Multiplication(pad, layer, masked, result, count, meanwhile), policy.patience());
  }

  /**
   * The image of the mask of a layer, from a dealer. Safe for use by several threads.
   *
   * @param pad whose mask it is
   * @param end index after the last pad that is asked for in this pad file
   * @param seed key of the mask, read
   */
  int[] deal(NextPad pad, long end, LinearLayer layer, byte[] seed) throws InferenceException {
    return persist(
        () -> {
          Open session = opened(new NextPad(pad.padFile(), end));
          LayerExchange exchange = LayerExchange.ofSeed(session, pad.index(), layer, seed);
          try {
            transport.exchange(exchange, policy.replyTimeout());
            return exchange.result();
          } finally {
            exchange.wipe();
          }
        },
        policy.patience());
  }

  /** Id of the gateway that gave the last result. */
  String gateway() {
    return open.gateway();
  }

  /** Forgets the session: the next one is opened anew. */
  void forget() {
    open = null;
  }

  /** One layer's tensor, sent until its result is back. */
  private final class Multiplication implements Attempt<int[]> {
    private final NextPad pad;
    private final LinearLayer layer;
    private final int[] masked;
    private final int[] result;
    private final FigureCount count;
    private final LayerExchange.Meanwhile meanwhile;
    private Open session;
    private LayerExchange exchange;
    private int attempts;

    Multiplication(
        NextPad pad,
        LinearLayer layer,
        int[] masked,
        int[] result,
        FigureCount count,
        LayerExchange.Meanwhile meanwhile) {
      this.pad = pad;
      this.layer = layer;
      this.masked = masked;
      this.result = result;
      this.count = count;
      this.meanwhile = meanwhile;
    }

    @Override
    public int[] make() throws InferenceException, InterruptedException {
      // the next one, because of this one the gateway may have seen layers
      Open current = opened(new NextPad(pad.padFile(), pad.index() + 1));
      if (!current.equals(session)) {
        session = current;
        long startedNanos = System.nanoTime();
        exchange = LayerExchange.of(current, pad.index(), layer, masked, result, old(), meanwhile);
        count.workedMeanwhile(FigureCount.Work.ENCODE, System.nanoTime() - startedNanos);
      }
      count.roundTrip();
      attempts++;
      try {
        transport.exchange(exchange, policy.replyTimeout());
      } catch (BadReplyException e) {
        exchange = exchange.again(); // what came back so far is not trusted either
        throw e;
      }
      count.gatewayMicros(exchange.computeMicros());
      count.messages(exchange.chunks().size() + exchange.taken());
      count.workedMeanwhile(FigureCount.Work.DECODE, exchange.takingNanos());
      if (attempts == 1) { // else an earlier attempt may still be on its way out
        delivered.put(layer.name(), exchange.chunks());
      }
      return exchange.result();
    }

    private List<Chunk> old() {
      List<Chunk> old = delivered.remove(layer.name());
      return old == null ? List.of() : old;
    }
  }

  /** Tries until it succeeds, fails for good, or patience ends; then the last failure is thrown. */
  private <T> T persist(Attempt<T> attempt, Duration patience) throws InferenceException {
    long startedNanos = System.nanoTime();
    for (int failures = 0; ; failures++) {
      try {
        return attempt.make();
      } catch (InterruptedException e) {
        throw new InterruptedInferenceException(e);
      } catch (InferenceException e) {
        if (!e.isPassing() || System.nanoTime() - startedNanos >= patience.toNanos()) {
          throw e;
        }
        LOG.info("trying again: {}", e.getMessage());
        recoverFrom(e, failures == 0);
      }
    }
  }

  private void recoverFrom(InferenceException failure, boolean first) throws InferenceException {
    boolean forgotten =
        failure instanceof GatewayProblemException problem
            && problem.is(Problem.Type.UNKNOWN_SESSION);
    if (forgotten) {
      open = null;
    }
    boolean hasWaited = failure instanceof NoReplyException;
    if (hasWaited || (forgotten && first)) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(pauseAfter(failure).toNanos());
    } catch (InterruptedException e) {
      throw new InterruptedInferenceException(e);
    }
  }

  /** As long as the gateway wishes, but not longer than for a reply. */
  private Duration pauseAfter(InferenceException failure) {
    long wished =
        failure instanceof GatewayProblemException problem ? problem.retryAfterMillis() : 0;
    long millis = Math.min(wished, policy.replyTimeout().toMillis());
    return Duration.ofMillis(Math.max(millis, policy.pause().toMillis()));
  }

  private synchronized Open opened(NextPad next) throws InferenceException, InterruptedException {
    if (open == null || !open.padFile().equals(next.padFile())) {
      int wanted = Math.min(WANTED_CHUNK_BYTES, transport.maxChunkBytes());
      SessionRequest request =
          new SessionRequest(
              manifest.name(),
              manifest.version(),
              modelDigest,
              next.padFile(),
              next.index(),
              wanted,
              packing);
      SessionReply reply = transport.open(request, policy.openTimeout());
      open = checked(request, reply);
      LOG.debug(
          "session with gateway {}, chunks of {} bytes packed as {}",
          open.gateway(),
          open.chunkBytes(),
          open.packing());
    }
    return open;
  }

  private Open checked(SessionRequest request, SessionReply reply) throws InferenceException {
    if (!Ids.isId(reply.gateway())) {
      throw new BadReplyException("session reply: the gateway's name is no id", null);
    }
    admission.admit(reply.gateway(), request.padFile());
    if (reply.chunkBytes() > request.chunkBytes()) {
      throw new BadReplyException("session reply: chunks larger than asked for", null);
    }
    if (reply.packing() != Packing.BYTES && reply.packing() != request.packing()) {
      throw new BadReplyException("session reply: another packing than asked for", null);
    }
    try {
      for (LinearLayer layer : manifest.linearLayers()) {
        int bits = reply.packing().bits(layer.modulus());
        int most = Math.max(layer.inputElements(), layer.outputElements());
        var unused = TensorChunks.count(most, bits, reply.chunkBytes());
      }
    } catch (IllegalArgumentException e) {
      throw new BadReplyException("session reply: " + e.getMessage(), e);
    }
    if (reply.highestInference() >= request.nextInference()) {
      throw new RestoredBackupException(request.nextInference(), reply.highestInference());
    }
    return new Open(
        reply.gateway(),
        reply.session(),
        reply.chunkBytes(),
        reply.packing(),
        manifest.name(),
        ModelDigest.prefix(modelDigest),
        request.padFile());
  }
}
