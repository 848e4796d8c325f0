package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.TensorChunks;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From whole tensors to replies: they wait in a {@link FairQueue}, and every task given to the
 * executor computes the layer whose turn it is, whoever's arrival caused the task.
 */
final class Computation {
  private static final Logger LOG = LoggerFactory.getLogger(Computation.class);
  private static final long RETRY_MILLIS = 250;

  private final Object lock;
  private final PendingTable pending;
  private final History history;
  private final HistoryKeeper keeper;
  private final Refusals refusals;
  private final Executor executor;
  private final LongSupplier nanoTime;
  private final FairQueue queue;
  private long inferences;
  private long layers;
  private long computeMicros;

  /**
   * Nothing waits.
   *
   * @param lock the core's; guards what it is given
   */
  Computation(
      Object lock,
      Limits limits,
      PendingTable pending,
      History history,
      HistoryKeeper keeper,
      Refusals refusals,
      Executor executor,
      LongSupplier nanoTime) {
    this.lock = lock;
    this.queue = new FairQueue(limits);
    this.pending = pending;
    this.history = history;
    this.keeper = keeper;
    this.refusals = refusals;
    this.executor = executor;
    this.nanoTime = nanoTime;
  }

  /**
   * Lets a whole tensor wait for its turn.
   *
   * @throws RefusedException if too much waits already; the tensor is forgotten
   */
  void submit(PendingTensor tensor) throws RefusedException {
    String device = tensor.session().device();
    PendingTensor displaced = null;
    synchronized (lock) {
      if (queue.isFullFor(device)) {
        throw full(tensor, "too many layers of this device are waiting");
      }
      if (queue.isFull()) {
        displaced = queue.displaceFor(device);
        if (displaced == null) {
          throw full(tensor, "too many layers are waiting");
        }
      }
      queue.add(tensor);
    }
    if (displaced != null) { // the task that it brought serves this one
      forget(displaced);
      refusals.tell(displaced, gaveWay(displaced));
      return;
    }
    try {
      executor.execute(this::computeNext);
    } catch (RejectedExecutionException e) {
      synchronized (lock) {
        queue.remove(tensor);
      }
      forget(tensor);
      throw RefusedException.busy("the gateway is stopping", tensor.header(), RETRY_MILLIS);
    }
  }

  private RefusedException full(PendingTensor tensor, String detail) {
    pending.remove(tensor);
    return RefusedException.busy(detail, tensor.header(), RETRY_MILLIS);
  }

  /** Why a tensor of the device that has most was dropped. */
  static Problem gaveWay(PendingTensor tensor) {
    ChunkHeader header = tensor.header();
    return Problem.of(
            Problem.Type.BUSY,
            "this device has more under way than others, and gave way to one of them",
            header.layer(),
            header.inference())
        .withRetryAfter(RETRY_MILLIS);
  }

  private void computeNext() {
    PendingTensor tensor;
    synchronized (lock) {
      tensor = queue.poll();
    }
    if (tensor != null) {
      serve(tensor);
    }
  }

  private void serve(PendingTensor tensor) {
    Reply reply;
    try {
      reply = compute(tensor);
    } catch (RefusedException e) {
      forget(tensor);
      refusals.tell(tensor, e.problem());
      return;
    } catch (IOException e) {
      LOG.error("what must not be forgotten cannot be written", e);
      fail(tensor, "the gateway cannot note its role for this device");
      return;
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("computing {} of {} failed", tensor.layer().name(), tensor.session().model(), e);
      fail(tensor, "the gateway could not compute this layer");
      return;
    }
    reply.to().reply(reply.chunks());
  }

  /** A result and the way that it goes: that of the chunk that had come last when it was ready. */
  private record Reply(List<Chunk> chunks, ReplyTo to) {}

  private void fail(PendingTensor tensor, String detail) {
    forget(tensor);
    ChunkHeader header = tensor.header();
    refusals.tell(
        tensor, Problem.of(Problem.Type.FAILED, detail, header.layer(), header.inference()));
  }

  private Reply compute(PendingTensor tensor) throws RefusedException, IOException {
    ChunkHeader header = tensor.header();
    Session session = tensor.session();
    keeper.requireKept(session.device());
    byte[] digest = tensor.input().digest(header.modelDigestPrefix());
    History.Verdict verdict;
    synchronized (lock) {
      verdict = history.sawTensor(session, header, digest);
    }
    if (verdict == History.Verdict.DIFFERENT) {
      throw RefusedException.of(
          Problem.Type.CONFLICT, "another tensor came before under this inference", header);
    }
    long startedNanos = System.nanoTime();
    int[] results = tensor.layer().multiply(tensor.input().residues());
    long micros = (System.nanoTime() - startedNanos) / 1000;
    List<Chunk> chunks =
        TensorChunks.encode(
            header.reply(
                session.packing().size(tensor.layer().modulus()),
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
      return new Reply(chunks, tensor.replyTo());
    }
  }

  private void forget(PendingTensor tensor) {
    synchronized (lock) {
      pending.remove(tensor);
    }
  }

  long inferences() {
    return inferences;
  }

  long layers() {
    return layers;
  }

  long computeMicros() {
    return computeMicros;
  }
}
