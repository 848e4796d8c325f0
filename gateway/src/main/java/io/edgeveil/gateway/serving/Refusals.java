package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Problem;
import java.util.function.LongSupplier;

/**
 * Every problem passes here: counted, logged by kind, and told to the device as long as it has not
 * been told of too many. Safe for use by several threads.
 */
final class Refusals {
  private final Object lock;
  private final Gate gate;
  private final LongSupplier nanoTime;
  private final ProblemLog log;
  private final ServingListener listener;
  private long problems;
  private long conflicts;

  /**
   * None yet.
   *
   * @param lock the core's, held while counting
   */
  Refusals(Object lock, Gate gate, LongSupplier nanoTime, ServingListener listener) {
    this.lock = lock;
    this.gate = gate;
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.log = new ProblemLog(nanoTime);
  }

  /** Counts, logs and tells. Not to be called with the lock held: telling may block. */
  void tell(String device, Problem problem, ReplyTo replyTo) {
    boolean tell;
    synchronized (lock) {
      problems++;
      conflicts += problem.is(Problem.Type.CONFLICT) ? 1 : 0;
      tell = gate.mayTell(device, nanoTime.getAsLong());
    }
    log.report(device, problem);
    listener.refused(device, problem);
    if (tell) {
      replyTo.problem(problem);
    }
  }

  /** The same for what became of a tensor. */
  void tell(PendingTensor tensor, Problem problem) {
    ReplyTo replyTo;
    synchronized (lock) {
      replyTo = tensor.replyTo();
    }
    tell(tensor.session().device(), problem, replyTo);
  }

  long problems() {
    return problems;
  }

  long conflicts() {
    return conflicts;
  }

  /** Lets the log tell of what it only counted. */
  void flush() {
    log.flush();
  }
}
