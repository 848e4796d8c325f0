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
    this.perDevice = limits.bytesPerDevice();
    this.inAll = limits.bytes();
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

  long usedBytes() {
    return used;
  }
}
