package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was seen of every device: its role, the highest inference of each pad file, and the digest
 * of each tensor. Roles and highest inferences are kept for good, digests as long as there is room;
 * no device's entries give way to another's unless that one has fewer. Guarded by the core's lock.
 *
 * <p>A tensor that comes again is served again. Another one under the same index means that a mask
 * served twice, which gives away the difference of two inputs: it is refused and reported.
 */
final class History {
  /** How a tensor stands to what was seen before. */
  enum Verdict {
    FIRST,
    SAME,
    DIFFERENT
  }

  private record Place(String padFile, long inference, int layer) {}

  private static final class Device {
    final Role role;
    final Map<String, Long> highest = new LinkedHashMap<>(16, 0.75f, true);
    final Map<Place, byte[]> digests = new LinkedHashMap<>(16, 0.75f, true);
    boolean saved;

    Device(Role role) {
      this.role = role;
    }
  }

  private final Map<String, Device> devices = new LinkedHashMap<>();
  private final Limits limits;
  private final boolean dealer;
  private int digests;
  private boolean changed;

  /**
   * Goes on from what was known.
   *
   * @param dealer whether seeds are taken at all
   */
  History(Limits limits, boolean dealer, List<KnownDevice> known) {
    this.limits = limits;
    this.dealer = dealer;
    for (KnownDevice device : known) {
      Device entry = new Device(device.role());
      entry.highest.putAll(device.highest());
      entry.saved = true;
      devices.put(device.device(), entry);
    }
  }

  /**
   * Holds a chunk's kind against the gateway's role for the device.
   *
   * @throws RefusedException if it asks for the other one, or the device would be one too many
   */
  void requireRole(String device, ChunkHeader header) throws RefusedException {
    Role wanted = Role.wantedBy(header);
    if (wanted == Role.DEALS && !dealer) {
      throw RefusedException.of(
          Problem.Type.NOT_A_DEALER,
          "this gateway takes no seeds; one started with run --deal does",
          header);
    }
    Device known = devices.get(device);
    if (known == null && devices.size() >= limits.of(Limit.DEVICES)) {
      throw RefusedException.of(
          Problem.Type.BUSY, "this gateway knows as many devices as it may", header);
    }
    if (known != null && known.role != wanted) {
      throw RefusedException.of(
          Problem.Type.OTHER_ROLE,
          known.role == Role.DEALS
              ? "this gateway deals pads to this device and must not see its masked tensors"
              : "this gateway computes for this device and must not see its masks",
          header);
    }
  }

  /** Notes that a part of a tensor has come; the first one fixes the role. */
  void saw(Session session, ChunkHeader header) {
    Device device =
        devices.computeIfAbsent(session.device(), id -> new Device(Role.wantedBy(header)));
    Long before = device.highest.get(session.padFile());
    if (before == null || before < header.inference()) {
      device.highest.put(session.padFile(), header.inference());
      trim(device.highest, limits.of(Limit.PAD_FILES_PER_DEVICE));
      changed = true;
    }
  }

  /** Greatest inference seen, or -1. */
  long highestInference(String device, String padFile) {
    Device known = devices.get(device);
    return known == null ? -1 : known.highest.getOrDefault(padFile, -1L);
  }

  /** Whether the role of this device is not on disk yet. */
  boolean isNew(String device) {
    return !devices.get(device).saved;
  }

  /**
   * Notes a whole tensor, unless another one was noted before.
   *
   * @param digest of kind, model and content, retained
   */
  Verdict sawTensor(Session session, ChunkHeader header, byte[] digest) {
    Device device = devices.get(session.device());
    Place place = new Place(session.padFile(), header.inference(), header.layer());
    byte[] before = device.digests.get(place);
    if (before != null) {
      return Arrays.equals(before, digest) ? Verdict.SAME : Verdict.DIFFERENT;
    }
    device.digests.put(place, digest);
    digests++;
    digests -= trim(device.digests, limits.of(Limit.HISTORY_PER_DEVICE));
    if (digests > limits.of(Limit.HISTORY)) {
      digests -= trim(mostDigests(), 0, 1);
    }
    return Verdict.FIRST;
  }

  private Map<Place, byte[]> mostDigests() {
    Map<Place, byte[]> most = Map.of();
    for (Device device : devices.values()) {
      if (device.digests.size() > most.size()) {
        most = device.digests;
      }
    }
    return most;
  }

  /**
   * Everything to keep, if any of it is not kept yet; else null. From then on it counts as kept.
   */
  List<KnownDevice> takeChanges() {
    if (!changed) {
      return null;
    }
    changed = false;
    List<KnownDevice> known = new ArrayList<>();
    devices.forEach(
        (id, device) ->
            known.add(new KnownDevice(id, device.role, new LinkedHashMap<>(device.highest))));
    return known;
  }

  /** These are on disk. */
  void saved(List<KnownDevice> known) {
    known.forEach(device -> devices.get(device.device()).saved = true);
  }

  /** They are not, after all. */
  void notSaved() {
    changed = true;
  }

  private static int trim(Map<?, ?> map, long most) {
    return map.size() > most ? trim(map, most, 1) : 0;
  }

  private static int trim(Map<?, ?> map, long most, int count) {
    var leastRecentlyUsed = map.keySet().iterator();
    int removed = 0;
    while (removed < count && map.size() > most && leastRecentlyUsed.hasNext()) {
      leastRecentlyUsed.next();
      leastRecentlyUsed.remove();
      removed++;
    }
    return removed;
  }
}
