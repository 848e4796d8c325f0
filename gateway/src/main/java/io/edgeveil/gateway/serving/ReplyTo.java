package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Problem;
import java.util.List;

/**
 * The way back to whoever sent a chunk. Called at most once for each chunk, on the thread that
 * brought the chunk, on one of the compute threads or on the one that watches the time; may block
 * for as long as the sender is slow.
 */
public interface ReplyTo {

  /** The whole masked result, in order. */
  void reply(List<Chunk> chunks);

  /** Why there is no result. */
  void problem(Problem problem);
}
