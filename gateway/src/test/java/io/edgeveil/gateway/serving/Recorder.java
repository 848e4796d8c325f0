package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Problem;
import java.util.ArrayList;
import java.util.List;

/** A transport that only takes notes. */
final class Recorder implements ReplyTo {
  final List<List<Chunk>> replies = new ArrayList<>();
  final List<Problem> problems = new ArrayList<>();

  @Override
  public void reply(List<Chunk> chunks) {
    replies.add(chunks);
  }

  @Override
  public void problem(Problem problem) {
    problems.add(problem);
  }

  boolean isSilent() {
    return replies.isEmpty() && problems.isEmpty();
  }
}
