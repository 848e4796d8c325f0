package io.edgeveil.gateway.serving;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was seen of every pad: the digest of each tensor masked with it, and the highest inference
 * of each pad file. Remembers the most recently used; guarded by the core's lock.
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

  private record PadFile(String device, String padFile) {}

  private record Place(PadFile padFile, long inference, int layer) {}

  private final Map<Place, byte[]> digests = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<PadFile, Long> highest = new LinkedHashMap<>(16, 0.75f, true);
  private final int entries;

  History(Limits limits) {
    this.entries = limits.historyEntries();
  }

  /** Notes that a part of a tensor of this inference has come. */
  void sawInference(Session session, long inference) {
    highest.merge(padFile(session.device(), session.padFile()), inference, Math::max);
    trim(highest);
  }

  /** Greatest inference seen, or -1. */
  long highestInference(String device, String padFile) {
    return highest.getOrDefault(padFile(device, padFile), -1L);
  }

  /**
   * Notes a whole tensor, unless another one was noted before.
   *
   * @param digest of model and tensor, retained
   */
  Verdict sawTensor(Session session, long inference, int layer, byte[] digest) {
    Place place = new Place(padFile(session.device(), session.padFile()), inference, layer);
    byte[] before = digests.putIfAbsent(place, digest);
    if (before == null) {
      trim(digests);
      return Verdict.FIRST;
    }
    return Arrays.equals(before, digest) ? Verdict.SAME : Verdict.DIFFERENT;
  }

  private static PadFile padFile(String device, String padFile) {
    return new PadFile(device, padFile);
  }

  private void trim(Map<?, ?> map) {
    if (map.size() > entries) {
      var leastRecentlyUsed = map.keySet().iterator();
      leastRecentlyUsed.next();
      leastRecentlyUsed.remove();
    }
  }
}
