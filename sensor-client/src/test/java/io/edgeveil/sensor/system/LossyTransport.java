package io.edgeveil.sensor.system;

import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.sensor.inference.GatewayTransport;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.LayerExchange;
import io.edgeveil.sensor.inference.NoReplyException;
import java.time.Duration;
import java.util.Random;

/** A real way to a gateway that seems to lose replies, and sends some requests twice. */
final class LossyTransport implements GatewayTransport {
  private final GatewayTransport way;
  private final Random random;
  private final double rate;
  int lost;
  int doubled;

  LossyTransport(GatewayTransport way, long seed, double rate) {
    this.way = way;
    this.random = new Random(seed);
    this.rate = rate;
  }

  @Override
  public SessionReply open(SessionRequest request, Duration timeout)
      throws InferenceException, InterruptedException {
    SessionReply reply = way.open(request, timeout);
    loseSometimes();
    return reply;
  }

  @Override
  public void exchange(LayerExchange exchange, Duration timeout)
      throws InferenceException, InterruptedException {
    if (random.nextDouble() < rate) {
      doubled++;
      way.exchange(exchange, timeout);
    }
    way.exchange(exchange, timeout);
    loseSometimes();
  }

  private void loseSometimes() throws NoReplyException {
    if (random.nextDouble() < rate) {
      lost++;
      throw new NoReplyException("lost on purpose");
    }
  }

  @Override
  public int maxChunkBytes() {
    return 1000; // many chunks a tensor
  }

  @Override
  public long sentBytes() {
    return way.sentBytes();
  }

  @Override
  public long receivedBytes() {
    return way.receivedBytes();
  }

  @Override
  public void close() {
    way.close();
  }
}
