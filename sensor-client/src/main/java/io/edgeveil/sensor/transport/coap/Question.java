package io.edgeveil.sensor.transport.coap;

import io.edgeveil.sensor.inference.InferenceException;
import java.util.concurrent.BlockingQueue;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/**
 * A request on its way, and what becomes of it: told once, on one of Californium's threads, to
 * whoever waits.
 */
final class Question extends MessageObserverAdapter {
  private final Request request;
  private final CoapFailures failures;
  private final BlockingQueue<Question> ended;
  private boolean over;
  private Response response;
  private InferenceException failure;
  private int flight;
  private int repeated;

  /**
   * A question about to be asked.
   *
   * @param ended where it puts itself when it is over; has room for all that are asked at once
   */
  Question(Request request, CoapFailures failures, BlockingQueue<Question> ended) {
    this.request = request;
    this.failures = failures;
    this.ended = ended;
    request.addMessageObserver(this);
  }

  Request request() {
    return request;
  }

  /** What came back; throws what came instead. Once it has ended. */
  synchronized Response response() throws InferenceException {
    if (failure != null) {
      throw failure;
    }
    return response;
  }

  /** Whether the gateway said anything. */
  synchronized boolean isAnswered() {
    return response != null;
  }

  /** How often a flight of the DTLS handshake was sent again, if it is this one that hangs. */
  synchronized int repeated(int awaitedFlight) {
    return flight == awaitedFlight ? repeated : 0;
  }

  @Override
  public void onResponse(Response arrived) {
    end(arrived, null);
  }

  @Override
  public void onReject() {
    end(null, failures.reset());
  }

  @Override
  public void onTimeout() {
    end(null, failures.silence());
  }

  @Override
  public void onCancel() {
    end(null, failures.closed());
  }

  @Override
  public void onSendError(Throwable error) {
    end(null, failures.of(error));
  }

  @Override
  public void onResponseHandlingError(Throwable error) {
    end(null, failures.unreadable(error));
  }

  @Override
  public synchronized void onDtlsRetransmission(int hanging) {
    repeated = hanging == flight ? repeated + 1 : 1;
    flight = hanging;
  }

  /** Ends the waiting at once. */
  void fail(InferenceException reason) {
    end(null, reason);
  }

  private void end(Response arrived, InferenceException reason) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      response = arrived;
      failure = reason;
    }
    ended.add(this);
  }
}
