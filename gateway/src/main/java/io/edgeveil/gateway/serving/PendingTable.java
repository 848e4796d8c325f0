package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.gateway.model.ServedLayer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The pending tensors, oldest first, within their memory. When the memory of all is short, what is
 * incomplete of the device that uses most gives way to a device that uses less. Guarded by the
 * core's lock.
 */
final class PendingTable {
  private static final long RETRY_MILLIS = 250;

  private final Map<PendingTensor.Key, PendingTensor> byKey = new LinkedHashMap<>();
  private final MemoryBudget budget;
  private final List<PendingTensor> displaced = new ArrayList<>();
  private final long timeoutNanos;

  PendingTable(Limits limits) {
    this.budget = new MemoryBudget(limits);
    this.timeoutNanos = limits.nanos(Limit.TENSOR_SECONDS);
  }

  /**
   * The tensor this chunk is a part of.
   *
   * @throws RefusedException if it is new and there is no memory for it
   */
  PendingTensor of(Session session, ServedLayer layer, ChunkHeader header, long nowNanos)
      throws RefusedException {
    PendingTensor known = byKey.get(PendingTensor.Key.of(header));
    if (known != null) {
      return known;
    }
    long bytes = PendingTensor.totalBytes(layer);
    requireRoom(session.device(), bytes, header);
    PendingTensor created = new PendingTensor(session, layer, header, nowNanos);
    grow(created, bytes);
    byKey.put(PendingTensor.Key.of(header), created);
    return created;
  }

  /** A served tensor is to be computed again: its result needs memory anew. */
  void computeAgain(PendingTensor tensor, long nowNanos) throws RefusedException {
    long missing = PendingTensor.totalBytes(tensor.layer()) - tensor.reservedBytes();
    try {
      requireRoom(tensor.session().device(), missing, tensor.header());
    } catch (RefusedException e) {
      tensor.served(nowNanos);
      throw e;
    }
    grow(tensor, missing);
  }

  /** The reply is made; what may be kept is, to compare with, as long as there is room. */
  void served(PendingTensor tensor, long nowNanos) {
    if (!tensor.input().mayBeKept()) {
      remove(tensor);
      return;
    }
    tensor.served(nowNanos);
    long spare = tensor.reservedBytes() - PendingTensor.waitingBytes(tensor.layer());
    budget.release(tensor.session().device(), spare);
    tensor.setReservedBytes(tensor.reservedBytes() - spare);
  }

  void remove(PendingTensor tensor) {
    if (byKey.remove(PendingTensor.Key.of(tensor.header()), tensor)) {
      release(tensor);
    }
  }

  /** Drops what waited too long; gives back the incomplete ones. */
  List<PendingTensor> expire(long nowNanos) {
    List<PendingTensor> incomplete = new ArrayList<>();
    Iterator<PendingTensor> all = byKey.values().iterator();
    while (all.hasNext()) {
      PendingTensor tensor = all.next();
      if (tensor.isOlderThan(timeoutNanos, nowNanos)) {
        all.remove();
        release(tensor);
        if (tensor.state() == PendingTensor.State.COLLECTING) {
          incomplete.add(tensor);
        }
      }
    }
    return incomplete;
  }

  int computing() {
    int computing = 0;
    for (PendingTensor tensor : byKey.values()) {
      computing += tensor.state() == PendingTensor.State.COMPUTING ? 1 : 0;
    }
    return computing;
  }

  long usedBytes() {
    return budget.usedBytes();
  }

  /** Incomplete tensors that gave way since the last call; their senders are to be told. */
  List<PendingTensor> takeDisplaced() {
    List<PendingTensor> taken = List.copyOf(displaced);
    displaced.clear();
    return taken;
  }

  /** Drops what belongs to a session that is closed, but for what is being computed. */
  void sessionClosed(Session session) {
    dropWhere(
        tensor ->
            tensor.session().id() == session.id()
                && tensor.state() != PendingTensor.State.COMPUTING);
  }

  private void requireRoom(String device, long bytes, ChunkHeader header) throws RefusedException {
    forgetServed(device, () -> budget.hasRoomForDevice(device, bytes));
    if (!budget.hasRoomForDevice(device, bytes)) {
      throw RefusedException.busy(
          "too many tensors of this device are under way", header, RETRY_MILLIS);
    }
    forgetServed(null, () -> budget.hasRoom(bytes));
    while (!budget.hasRoom(bytes)) {
      String greedier = budget.greedierThan(device, bytes);
      if (greedier == null || !displaceOneOf(greedier)) {
        throw RefusedException.busy("too many tensors are under way", header, RETRY_MILLIS);
      }
    }
  }

  private boolean displaceOneOf(String device) {
    for (PendingTensor tensor : byKey.values()) {
      if (tensor.state() == PendingTensor.State.COLLECTING
          && tensor.session().device().equals(device)) {
        remove(tensor);
        displaced.add(tensor);
        return true;
      }
    }
    return false;
  }

  private void dropWhere(Predicate<PendingTensor> which) {
    Iterator<PendingTensor> all = byKey.values().iterator();
    while (all.hasNext()) {
      PendingTensor tensor = all.next();
      if (which.test(tensor)) {
        all.remove();
        release(tensor);
      }
    }
  }

  /** Forgets served tensors of the device (null: of any), oldest first, until there is room. */
  private void forgetServed(String device, BooleanSupplier hasRoom) {
    Iterator<PendingTensor> oldestFirst = byKey.values().iterator();
    while (!hasRoom.getAsBoolean() && oldestFirst.hasNext()) {
      PendingTensor tensor = oldestFirst.next();
      if (tensor.state() == PendingTensor.State.SERVED
          && (device == null || tensor.session().device().equals(device))) {
        oldestFirst.remove();
        release(tensor);
      }
    }
  }

  private void grow(PendingTensor tensor, long bytes) {
    budget.reserve(tensor.session().device(), bytes);
    tensor.setReservedBytes(tensor.reservedBytes() + bytes);
  }

  private void release(PendingTensor tensor) {
    budget.release(tensor.session().device(), tensor.reservedBytes());
    tensor.setReservedBytes(0);
    tensor.input().wipe();
  }
}
