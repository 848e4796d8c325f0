package io.edgeveil.sensor.transport.coap;

import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.NoReplyException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/**
 * Questions about one thing, asked together, with one limit of time. Closed, nothing of it is left
 * under way. Used by one thread.
 */
final class Conversation implements AutoCloseable {
  /** Sent again so often and not answered, the last flight of a handshake was not good enough. */
  private static final int REFUSED_AFTER = 2;

  private final CoapConnection connection;
  private final CoapFailures failures;
  private final String what;
  private final long deadlineNanos;
  private final BlockingQueue<Question> ended = new LinkedBlockingQueue<>();
  private final Set<Question> underWay = new HashSet<>();

  /**
   * Waits from now on.
   *
   * @param what is asked, for messages
   */
  Conversation(CoapConnection connection, CoapFailures failures, String what, Duration timeout) {
    this.connection = connection;
    this.failures = failures;
    this.what = what;
    this.deadlineNanos = System.nanoTime() + timeout.toNanos();
  }

  void ask(Request request) {
    underWay.add(connection.ask(request, ended));
  }

  int underWay() {
    return underWay.size();
  }

  /**
   * The next answer, to whichever question.
   *
   * @throws InferenceException if a question came to nothing
   */
  Response next() throws InferenceException, InterruptedException {
    Question question = ended.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (question == null) {
      throw silence();
    }
    underWay.remove(question);
    connection.forget(question);
    try {
      return question.response();
    } catch (NoReplyException e) {
      throw silence();
    }
  }

  private InferenceException silence() {
    InferenceException failure =
        connection.lastFlightsRepeated() >= REFUSED_AFTER
            ? failures.keyRefused()
            : new NoReplyException("no gateway answers: no reply in time to " + what);
    connection.silent();
    return failure;
  }

  @Override
  public void close() {
    underWay.forEach(connection::forget);
    underWay.clear();
  }
}
