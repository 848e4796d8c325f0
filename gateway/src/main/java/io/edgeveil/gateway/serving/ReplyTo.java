package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import java.util.List;

/**
 * The way back to whoever sent a message. Called at most once for each, but that a problem may
 * follow upon {@link #accepted}; on the thread that brought the message, on one of the compute
 * threads or on the one that watches the time; may block for as long as the sender is slow.
 */
public interface ReplyTo {

  /** The session that was asked for. */
  void opened(SessionReply reply);

  /**
   * A chunk was taken in, and no result goes this way: either its tensor is not whole yet, or
   * another message of it came later, and the result goes that way.
   */
  void accepted();

  /** The whole masked result, in order. */
  void reply(List<Chunk> chunks);

  /** Why there is no result. */
  void problem(Problem problem);
}
