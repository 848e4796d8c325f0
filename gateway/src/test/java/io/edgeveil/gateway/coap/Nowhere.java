package io.edgeveil.gateway.coap;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.gateway.serving.ReplyTo;
import java.util.List;

/** A way back that leads nowhere. */
final class Nowhere implements ReplyTo {
  @Override
  public void opened(SessionReply reply) {
    // nobody hears it
  }

  @Override
  public void accepted() {
    // nobody hears it
  }

  @Override
  public void reply(List<Chunk> chunks) {
    // nobody hears it
  }

  @Override
  public void problem(Problem problem) {
    // nobody hears it
  }
}
