package io.edgeveil.gateway.serving;

import io.edgeveil.gateway.model.ServedLayer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Layers that wait to be computed, a line of devices, served in turn: whoever has one waiting waits
 * for at most one layer of each other device, besides what is being computed when it comes. Guarded
 * by the core's lock.
 *
 * <p>A batch holds layers of several devices. Taking one out of its turn would let a device that
 * waits for another layer wait for the same device twice, so a device behind it is passed over if
 * it was served since that one joined the line.
 */
final class FairQueue {
  /** A device's layers, and when it joined the line. */
  private static final class Waiting {
    final Deque<PendingTensor> tensors = new ArrayDeque<>();
    final long joined;

    Waiting(long joined) {
      this.joined = joined;
    }
  }

  private final Map<String, Waiting> line = new LinkedHashMap<>(); // next first
  private final Map<String, Long> served = new LinkedHashMap<>(); // when; longest ago first
  private final int perDevice;
  private final int inAll;
  private int size;
  private long now; // counts joinings and servings

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
    for (String candidate : line.keySet()) {
      if (greediest == null || waiting(candidate) > waiting(greediest)) {
        greediest = candidate;
      }
    }
    if (greediest == null || waiting(greediest) <= waiting(device) + 1) {
      return null;
    }
    size--;
    return line.get(greediest).tensors.removeLast();
  }

  void add(PendingTensor tensor) {
    line.computeIfAbsent(tensor.session().device(), d -> new Waiting(now++)).tensors.add(tensor);
    size++;
  }

  /** The next one; its device goes to the end of the line. Null if none waits. */
  PendingTensor poll() {
    if (line.isEmpty()) {
      return null;
    }
    return serve(line.keySet().iterator().next());
  }

  /**
   * Adds more of a layer to a batch, one of each device in turn: first of those whose turn it is
   * anyhow and of those that cost nobody a second wait; if nobody else waits, again.
   *
   * @param batch of tensors of this layer; grows to {@code most} at most
   */
  void gather(ServedLayer layer, int most, List<PendingTensor> batch) {
    boolean found = true;
    while (found && batch.size() < most) {
      found = false;
      long passedOver = Long.MAX_VALUE; // when the first that must go on waiting joined
      for (String device : new ArrayList<>(line.keySet())) {
        Waiting waiting = line.get(device);
        boolean fits = layer.isSameAs(waiting.tensors.element().layer());
        if (fits && batch.size() < most && served.getOrDefault(device, -1L) < passedOver) {
          batch.add(serve(device));
          found = true;
        } else {
          passedOver = Math.min(passedOver, waiting.joined);
        }
      }
      if (passedOver != Long.MAX_VALUE) {
        return;
      }
    }
  }

  private PendingTensor serve(String device) {
    Waiting waiting = line.remove(device);
    PendingTensor next = waiting.tensors.remove();
    size--;
    served.remove(device);
    served.put(device, now++);
    if (!waiting.tensors.isEmpty()) {
      Waiting again = new Waiting(now++);
      again.tensors.addAll(waiting.tensors);
      line.put(device, again);
    }
    forgetServed();
    return next;
  }

  /** What was served before all that wait joined the line matters no more. */
  private void forgetServed() {
    long oldest = line.isEmpty() ? Long.MAX_VALUE : line.values().iterator().next().joined;
    Iterator<Long> times = served.values().iterator();
    while (times.hasNext() && times.next() < oldest) {
      times.remove();
    }
  }

  /** Takes this one out again, if it still waits. */
  void remove(PendingTensor tensor) {
    String device = tensor.session().device();
    Waiting waiting = line.get(device);
    if (waiting != null && waiting.tensors.remove(tensor)) {
      size--;
      if (waiting.tensors.isEmpty()) {
        line.remove(device);
      }
    }
  }

  /** How many of this device wait. */
  int waiting(String device) {
    Waiting waiting = line.get(device);
    return waiting == null ? 0 : waiting.tensors.size();
  }
}
