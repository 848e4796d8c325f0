package io.edgeveil.sensor.transport.mqtt;

import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.sensor.inference.GatewayProblemException;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.NoReplyException;
import io.edgeveil.sensor.transport.JsonReply;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The messages that answer one request: told from all others by its correlation data, handed from
 * the broker's thread to the one that waits. Holds a bounded number; the broker's thread waits when
 * it is full.
 */
final class Awaited {
  private static final int MAX_WAITING = 32;
  private static final long LOOK_MILLIS = 50;

  private final byte[] correlationData;
  private final String what;
  private final long deadlineNanos;
  private final BlockingQueue<Object> arrived = new ArrayBlockingQueue<>(MAX_WAITING);
  private volatile boolean over;

  /**
   * Waits from now on.
   *
   * @param what is awaited, for messages
   */
  Awaited(byte[] correlationData, String what, Duration timeout) {
    this.correlationData = correlationData;
    this.what = what;
    this.deadlineNanos = System.nanoTime() + timeout.toNanos();
  }

  /** Whether a message answers this request. */
  boolean isAnsweredBy(IncomingMessage message) {
    return !message.isRetained()
        && message
            .correlationData()
            .filter(theirs -> MessageDigest.isEqual(theirs, correlationData))
            .isPresent();
  }

  /** Puts a message in, waiting for room as long as somebody waits for it. */
  void put(IncomingMessage message) throws InterruptedException {
    while (!over && !arrived.offer(message, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      // full: the waiting thread is slower than the broker
    }
  }

  /** Ends the waiting at once. */
  void fail(BrokerException failure) {
    if (!arrived.offer(failure)) {
      arrived.clear(); // none of it matters any more
      var unused = arrived.offer(failure);
    }
  }

  /** Nobody waits any more. */
  void end() {
    over = true;
  }

  /**
   * The next message's payload.
   *
   * @throws GatewayProblemException if it is a problem
   * @throws NoReplyException if none comes in time
   */
  byte[] next() throws InferenceException, InterruptedException {
    Object next = arrived.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (next == null) {
      throw new NoReplyException("no gateway answers: no reply in time to " + what);
    }
    if (next instanceof BrokerException failure) {
      throw Failures.of(failure);
    }
    IncomingMessage message = (IncomingMessage) next;
    if (message.contentType().filter(Problem.CONTENT_TYPE::equals).isPresent()) {
      throw new GatewayProblemException(JsonReply.read(message.payload(), Problem.class, what));
    }
    return message.payload();
  }

  /** The next message, read as JSON; throws as {@link #next} does. */
  <T> T next(Class<T> type) throws InferenceException, InterruptedException {
    return JsonReply.read(next(), type, what);
  }
}
