package io.edgeveil.gateway.serving;

import java.util.HashMap;
import java.util.Map;

/** Bytes promised to pending tensors, per device and in all. Guarded by the core's lock. */
final class MemoryBudget {
  private final long perDevice;
  private final long inAll;
  private final Map<String, Long> usedByDevice = new HashMap<>();
  private long used;

  MemoryBudget(Limits limits) {
    this.perDevice = limits.of(Limit.PENDING_BYTES_PER_DEVICE);
    this.inAll = limits.of(Limit.PENDING_BYTES);
  }

  boolean hasRoomForDevice(String device, long bytes) {
    return usedByDevice.getOrDefault(device, 0L) + bytes <= perDevice;
  }

  boolean hasRoom(long bytes) {
    return used + bytes <= inAll;
  }

  void reserve(String device, long bytes) {
    used += bytes;
    usedByDevice.merge(device, bytes, Long::sum);
  }

  void release(String device, long bytes) {
    used -= bytes;
    usedByDevice.computeIfPresent(device, (d, was) -> was == bytes ? null : was - bytes);
  }

  /** The device that uses most, if that is more than this one would with so many more; or null. */
  String greedierThan(String device, long bytes) {
    String greediest = null;
    long most = usedByDevice.getOrDefault(device, 0L) + bytes;
    for (Map.Entry<String, Long> candidate : usedByDevice.entrySet()) {
      if (candidate.getValue() > most) {
        greediest = candidate.getKey();
        most = candidate.getValue();
      }
    }
    return greediest;
  }

  long usedBytes() {
    return used;
  }
}
