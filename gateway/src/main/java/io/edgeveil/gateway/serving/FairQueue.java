package io.edgeveil.gateway.serving;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Layers that wait to be computed, a queue for each device, served in turn: whoever has one waiting
 * waits for at most one layer of each other device. Guarded by the core's lock.
 */
final class FairQueue {
  private final Map<String, Deque<PendingTensor>> byDevice = new LinkedHashMap<>(); // next first
  private final int perDevice;
  private final int inAll;
  private int size;

  FairQueue(Limits limits) {
    this.perDevice = limits.count(Limit.WAITING_LAYERS_PER_DEVICE);
    this.inAll = limits.count(Limit.WAITING_LAYERS);
  }

  /** Whether this device has as many waiting as it may. */
  boolean isFullFor(String device) {
    return waiting(device) >= perDevice;
  }

  /** Whether all have as many waiting as they may. */
  boolean isFull() {
    return size >= inAll;
  }

  /**
   * Takes the youngest layer of the device that has most waiting, if that is well more than this
   * device has: what all share goes by equal parts when it is short.
   *
   * @return it, or null
   */
  PendingTensor displaceFor(String device) {
    String greediest = null;
    for (String candidate : byDevice.keySet()) {
      if (greediest == null || waiting(candidate) > waiting(greediest)) {
        greediest = candidate;
      }
    }
    if (greediest == null || waiting(greediest) <= waiting(device) + 1) {
      return null;
    }
    size--;
    return byDevice.get(greediest).removeLast();
  }

  void add(PendingTensor tensor) {
    byDevice.computeIfAbsent(tensor.session().device(), d -> new ArrayDeque<>()).add(tensor);
    size++;
  }

  /** The next one; its device goes to the end of the line. Null if none waits. */
  PendingTensor poll() {
    var line = byDevice.entrySet().iterator();
    if (!line.hasNext()) {
      return null;
    }
    var first = line.next();
    PendingTensor next = first.getValue().remove();
    line.remove();
    if (!first.getValue().isEmpty()) {
      byDevice.put(first.getKey(), first.getValue());
    }
    size--;
    return next;
  }

  /** Takes this one out again, if it still waits. */
  void remove(PendingTensor tensor) {
    Deque<PendingTensor> waiting = byDevice.get(tensor.session().device());
    if (waiting != null && waiting.remove(tensor)) {
      size--;
      if (waiting.isEmpty()) {
        byDevice.remove(tensor.session().device());
      }
    }
  }

  /** How many of this device wait. */
  int waiting(String device) {
    Deque<PendingTensor> waiting = byDevice.get(device);
    return waiting == null ? 0 : waiting.size();
  }
}
