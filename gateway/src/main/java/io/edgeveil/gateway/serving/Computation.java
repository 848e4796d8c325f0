package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.linear.Crew;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From whole tensors to replies: they wait in a {@link FairQueue}, and every task given to the
 * executor computes the layer whose turn it is, whoever's arrival caused the task. Where the kernel
 * does several tensors of a layer with less work than one by one, a task takes those along that
 * wait already (or come within {@link Limit#BATCH_WAIT_MILLIS}); tasks that find none left end.
 *
 * <p>Tensors of a batch share the multiplication and nothing else: each is checked, refused,
 * answered and forgotten alone. The time of a batch counts for its tensors in equal parts.
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
  private final Crew crew;
  private final LongSupplier nanoTime;
  private final ServingListener listener;
  private final FairQueue queue;
  private final int mostAtOnce;
  private final long waitNanos;
  private final ThreadLocal<BatchRoom> rooms = ThreadLocal.withInitial(BatchRoom::new);
  private long inferences;
  private long layers;
  private long computeMicros;

  /**
   * Nothing waits.
   *
   * @param lock the core's; guards what it is given
   * @param crew shares the pieces of layers out
   */
  Computation(
      Object lock,
      Limits limits,
      PendingTable pending,
      History history,
      HistoryKeeper keeper,
      Refusals refusals,
      Executor executor,
      Crew crew,
      LongSupplier nanoTime,
      ServingListener listener) {
    this.lock = lock;
    this.queue = new FairQueue(limits);
    this.pending = pending;
    this.history = history;
    this.keeper = keeper;
    this.refusals = refusals;
    this.executor = executor;
    this.crew = crew;
    this.mostAtOnce = limits.count(Limit.BATCH_LAYERS);
    this.waitNanos = TimeUnit.MILLISECONDS.toNanos(limits.of(Limit.BATCH_WAIT_MILLIS));
    this.nanoTime = nanoTime;
    this.listener = listener;
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
      lock.notifyAll(); // whoever waits for a batch to fill up
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
    List<PendingTensor> batch;
    synchronized (lock) {
      batch = nextBatch();
    }
    if (!batch.isEmpty()) {
      serve(batch);
    }
  }

  private List<PendingTensor> nextBatch() {
    List<PendingTensor> batch = new ArrayList<>();
    PendingTensor first = queue.poll();
    if (first == null) {
      return batch;
    }
    batch.add(first);
    int most = Math.min(mostAtOnce, first.layer().prepared().batch());
    if (most > 1) {
      queue.gather(first.layer(), most, batch);
      long deadline = System.nanoTime() + waitNanos;
      long left = waitNanos;
      while (batch.size() < most && left > 0) {
        if (!awaitMore(left)) {
          return batch;
        }
        queue.gather(first.layer(), most, batch);
        left = deadline - System.nanoTime();
      }
    }
    return batch;
  }

  /** Lets go of the lock until something has come; false if the thread is to end. */
  private boolean awaitMore(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(lock, nanos);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void serve(List<PendingTensor> batch) {
    List<Admitted> admitted = new ArrayList<>(batch.size());
    for (PendingTensor tensor : batch) {
      answering(tensor, () -> admitted.add(admit(tensor)));
    }
    if (admitted.isEmpty()) {
      return;
    }
    BatchRoom room = rooms.get();
    long micros;
    try {
      micros = room.multiply(admitted.stream().map(Admitted::tensor).toList(), crew);
    } catch (RuntimeException | OutOfMemoryError e) {
      admitted.forEach(one -> failed(one.tensor(), e));
      return;
    }
    listener.multiplied(admitted.size());
    for (int i = 0; i < admitted.size(); i++) {
      Admitted one = admitted.get(i);
      int place = i;
      answering(one.tensor(), () -> reply(one, room.result(place), micros));
    }
  }

  /** A tensor that may be computed. */
  private record Admitted(PendingTensor tensor, History.Verdict verdict) {}

  /** Something that is done for one tensor. */
  private interface Step {
    void run() throws RefusedException, IOException;
  }

  /** Does it; if it cannot be done the sender is told, and other tensors go on. */
  private void answering(PendingTensor tensor, Step step) {
    try {
      step.run();
    } catch (RefusedException e) {
      forget(tensor);
      refusals.tell(tensor, e.problem());
    } catch (IOException e) {
      LOG.error("what must not be forgotten cannot be written", e);
      fail(tensor, "the gateway cannot note its role for this device");
    } catch (RuntimeException | OutOfMemoryError e) {
      failed(tensor, e);
    }
  }

  private void failed(PendingTensor tensor, Throwable e) {
    LOG.error("computing {} of {} failed", tensor.layer().name(), tensor.session().model(), e);
    fail(tensor, "the gateway could not compute this layer");
  }

  private void fail(PendingTensor tensor, String detail) {
    forget(tensor);
    ChunkHeader header = tensor.header();
    refusals.tell(
        tensor, Problem.of(Problem.Type.FAILED, detail, header.layer(), header.inference()));
  }

  private Admitted admit(PendingTensor tensor) throws RefusedException, IOException {
    ChunkHeader header = tensor.header();
    keeper.requireKept(tensor.session().device());
    byte[] digest = tensor.input().digest(header.modelDigestPrefix());
    History.Verdict verdict;
    synchronized (lock) {
      verdict = history.sawTensor(tensor.session(), header, digest);
    }
    if (verdict == History.Verdict.DIFFERENT) {
      throw RefusedException.of(
          Problem.Type.CONFLICT, "another tensor came before under this inference", header);
    }
    return new Admitted(tensor, verdict);
  }

  /** Sends a result the way of the chunk that had come last when it was ready. */
  private void reply(Admitted admitted, int[] results, long micros) {
    PendingTensor tensor = admitted.tensor();
    ChunkHeader header = tensor.header();
    Session session = tensor.session();
    List<Chunk> chunks =
        TensorChunks.encode(
            header.reply(
                session.packing().bits(tensor.layer().modulus()),
                results.length,
                (int) Math.min(micros, Integer.MAX_VALUE)),
            results,
            session.chunkBytes());
    boolean ends =
        admitted.verdict() == History.Verdict.FIRST
            && header.layer() == session.model().layers().size() - 1;
    listener.served(
        new ServedTensor(
            tensor, micros, chunks.stream().mapToLong(chunk -> chunk.bytes().length).sum(), ends));
    ReplyTo replyTo;
    synchronized (lock) {
      pending.served(tensor, nanoTime.getAsLong());
      layers++;
      computeMicros += micros;
      inferences += ends ? 1 : 0;
      replyTo = tensor.replyTo();
    }
    replyTo.reply(chunks);
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
