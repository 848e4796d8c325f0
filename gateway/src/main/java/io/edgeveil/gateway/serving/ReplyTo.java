package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import java.util.List;

/**
 * The way back to whoever sent a message. Called at most once for each, on the thread that brought
 * it, on one of the compute threads or on the one that watches the time; may block for as long as
 * the sender is slow.
 */
public interface ReplyTo {

  /** The session that was asked for. */
  void opened(SessionReply reply);

  /** The whole masked result, in order. */
  void reply(List<Chunk> chunks);

  /** Why there is no result. */
  void problem(Problem problem);
}
