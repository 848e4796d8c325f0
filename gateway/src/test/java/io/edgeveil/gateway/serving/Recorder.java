package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import java.util.ArrayList;
import java.util.List;

/** A transport that only takes notes. */
final class Recorder implements ReplyTo {
  final List<List<Chunk>> replies = new ArrayList<>();
  final List<Problem> problems = new ArrayList<>();

  SessionReply opened;
  int accepted;

  @Override
  public void opened(SessionReply reply) {
    opened = reply;
  }

  @Override
  public void reply(List<Chunk> chunks) {
    replies.add(chunks);
  }

  @Override
  public void accepted() {
    accepted++;
  }

  @Override
  public void problem(Problem problem) {
    problems.add(problem);
  }

  boolean isSilent() {
    return replies.isEmpty() && problems.isEmpty();
  }
}
