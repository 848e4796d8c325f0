package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A listener that only takes notes. */
final class HeardEvents implements ServingListener {
  final List<String> events = new ArrayList<>();
  final List<Optional<int[]>> inputs = new ArrayList<>();
  long receivedBytes;
  long replyBytes;

  @Override
  public void received(String device, int bytes) {
    receivedBytes += bytes;
  }

  @Override
  public void served(ServedTensor tensor) {
    events.add(tensor + (tensor.endsInference() ? " ends" : ""));
    inputs.add(tensor.maskedInput().map(int[]::clone));
    replyBytes += tensor.replyBytes();
  }

  @Override
  public void refused(String device, Problem problem) {
    events.add(device + ": " + problem.title());
  }
}
