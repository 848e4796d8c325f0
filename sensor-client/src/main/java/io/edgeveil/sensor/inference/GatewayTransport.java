package io.edgeveil.sensor.inference;

import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import java.time.Duration;

/**
 * A way to a gateway: carries messages, and says so when it cannot. Each call is one attempt; after
 * a failure that passes, the next call tries to restore the way first.
 *
 * <p>Used by one thread at a time.
 */
public interface GatewayTransport extends AutoCloseable {

  /**
   * Asks for a session.
   *
   * @return what the gateway said, not checked
   * @throws NoReplyException if no gateway answers in time
   * @throws GatewayProblemException if the gateway refuses
   * @throws BadReplyException if the answer cannot be read
   * @throws TransportException if the request cannot be delivered
   */
  SessionReply open(SessionRequest request, Duration timeout)
      throws InferenceException, InterruptedException;

  /**
   * Sends all chunks of an exchange, tells it {@linkplain LayerExchange#sent so}, and hands it what
   * comes back, until it is complete.
   *
   * @throws NoReplyException if it is not complete in time
   * @throws GatewayProblemException if the gateway refuses
   * @throws BadReplyException if something comes back that the exchange does not take
   * @throws TransportException if a chunk cannot be delivered
   */
  void exchange(LayerExchange exchange, Duration timeout)
      throws InferenceException, InterruptedException;

  /** Largest chunk this way can carry, header included. */
  int maxChunkBytes();

  /** Bytes of all messages sent so far. */
  long sentBytes();

  /** Bytes of all messages received so far. */
  long receivedBytes();

  @Override
  void close();
}
