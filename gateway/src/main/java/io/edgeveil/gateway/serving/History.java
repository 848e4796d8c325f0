package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Problem;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was seen of every device: its role, the highest inference of each pad file, and the digest
 * of each tensor. Roles and highest inferences are kept for good, digests as long as there is room;
 * no device's entries give way to another's unless that one has fewer. Guarded by the core's lock.
 *
 * <p>The ids of pad files begin with when they were made. Of a device that has too many the first
 * made ones are forgotten, and the last of these remembered: what is not newer is void, since
 * nobody knows how far it was used.
 *
 * <p>A tensor that comes again is served again. Another one under the same index means that a mask
 * served twice, which gives away the difference of two inputs: it is refused and reported. Where
 * the digest is forgotten that cannot be told, and so everything is refused that is older than the
 * inference under way. Of that one, after a restart, any tensor is taken as the first.
 */
final class History {
  /** How a tensor stands to what was seen before. */
  enum Verdict {
    FIRST,
    SAME,
    DIFFERENT
  }

  private static final Comparator<Device> BY_DIGESTS =
      Comparator.comparingInt(device -> device.digests.size());

  private record Place(String padFile, long inference, int layer) {}

  private static final class Device {
    final Role role;
    final TreeMap<String, Progress> padFiles = new TreeMap<>();
    String forgotten = ""; // the last made of the pad files that are, or none
    final Map<Place, byte[]> digests = new LinkedHashMap<>(16, 0.75f, true);
    boolean saved;

    Device(Role role) {
      this.role = role;
    }

    Progress of(String padFile) {
      return padFiles.computeIfAbsent(padFile, id -> new Progress());
    }
  }

  private static final class Progress {
    long highest = -1;
    int forgottenLayer = -1; // the last one of that inference whose digest is gone
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
      device.highest().forEach((padFile, highest) -> entry.of(padFile).highest = highest);
      entry.forgotten = device.forgotten() == null ? "" : device.forgotten();
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
    Progress progress = device.of(session.padFile());
    if (progress.highest < header.inference()) {
      progress.highest = header.inference();
      progress.forgottenLayer = -1;
      changed = true;
    }
    while (device.padFiles.size() > limits.of(Limit.PAD_FILES_PER_DEVICE)) {
      device.forgotten = device.padFiles.pollFirstEntry().getKey();
    }
  }

  /**
   * Checks that it is known, at least from which inference on, which pads of a file are unused.
   *
   * @throws RefusedException if the file is forgotten
   */
  void requireKnown(String device, String padFile) throws RefusedException {
    Device known = devices.get(device);
    if (known == null || known.role == Role.DEALS || known.padFiles.containsKey(padFile)) {
      return;
    }
    boolean full = known.padFiles.size() >= limits.of(Limit.PAD_FILES_PER_DEVICE);
    if (padFile.compareTo(known.forgotten) <= 0
        || (full && padFile.compareTo(known.padFiles.firstKey()) < 0)) {
      throw RefusedException.of(
          Problem.of(
              Problem.Type.CONFLICT,
              "this device has used "
                  + limits.of(Limit.PAD_FILES_PER_DEVICE)
                  + " pad files that were made later, and how far this one was used is forgotten:"
                  + " make new pads for it"));
    }
  }

  /**
   * Checks that a chunk of a tensor that is not under way can be of a first one, or of one whose
   * digest is known. Seeds may come in any order: nothing is hidden from a dealer.
   *
   * @throws RefusedException if its inference is over, or the pad file forgotten
   */
  void requireTellable(Session session, ChunkHeader header) throws RefusedException {
    Device device = devices.get(session.device());
    if (device == null
        || device.role == Role.DEALS
        || device.digests.containsKey(place(session, header))) {
      return;
    }
    requireKnown(session.device(), session.padFile());
    Progress progress = device.padFiles.get(session.padFile());
    if (progress == null || header.inference() > progress.highest) {
      return;
    }
    if (header.inference() < progress.highest || header.layer() <= progress.forgottenLayer) {
      throw RefusedException.of(
          Problem.Type.CONFLICT,
          "inference "
              + progress.highest
              + " of this pad file was seen, and whether this tensor is the first of its index is"
              + " not known any more",
          header);
    }
  }

  /** Greatest inference seen, or -1. */
  long highestInference(String device, String padFile) {
    Device known = devices.get(device);
    Progress progress = known == null ? null : known.padFiles.get(padFile);
    return progress == null ? -1 : progress.highest;
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
    Place place = place(session, header);
    byte[] before = device.digests.get(place);
    if (before != null) {
      return MessageDigest.isEqual(before, digest) ? Verdict.SAME : Verdict.DIFFERENT;
    }
    device.digests.put(place, digest);
    digests++;
    if (device.digests.size() > limits.of(Limit.HISTORY_PER_DEVICE)) {
      forgetDigest(device);
    }
    if (digests > limits.of(Limit.HISTORY)) {
      forgetDigest(Collections.max(devices.values(), BY_DIGESTS));
    }
    return Verdict.FIRST;
  }

  private static Place place(Session session, ChunkHeader header) {
    return new Place(session.padFile(), header.inference(), header.layer());
  }

  private void forgetDigest(Device device) {
    Place leastRecentlyUsed = device.digests.keySet().iterator().next();
    device.digests.remove(leastRecentlyUsed);
    digests--;
    Progress progress = device.padFiles.get(leastRecentlyUsed.padFile());
    if (progress != null && progress.highest == leastRecentlyUsed.inference()) {
      progress.forgottenLayer = Math.max(progress.forgottenLayer, leastRecentlyUsed.layer());
    }
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
        (id, device) -> {
          Map<String, Long> highest = new LinkedHashMap<>();
          device.padFiles.forEach((padFile, progress) -> highest.put(padFile, progress.highest));
          known.add(new KnownDevice(id, device.role, highest, device.forgotten));
        });
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
}
