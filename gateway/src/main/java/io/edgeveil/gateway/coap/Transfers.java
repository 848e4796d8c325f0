package io.edgeveil.gateway.coap;

import io.edgeveil.coap.CoapSettings;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The memory of bodies that travel in blocks one way, of each peer and in all. A body that is not
 * heard of any more gives its memory back when Californium has let go of it. Safe for use by
 * several threads.
 */
final class Transfers {
  /** Californium looks for what has expired every 5 s. */
  private static final long LIFE_NANOS =
      TimeUnit.SECONDS.toNanos(CoapSettings.TRANSFER_SECONDS + 10);

  private record Held(Object peer, long bytes, long sinceNanos) {}

  private final long perPeerBytes;
  private final long inAllBytes;
  private final LongSupplier nanoTime;
  private final Map<Object, Held> longestAgoFirst = new LinkedHashMap<>();
  private final Map<Object, Long> bytesOfPeers = new HashMap<>();
  private long bytes;

  /**
   * None under way.
   *
   * @param perPeerBytes that one peer may hold; a single body may be longer
   */
  Transfers(long perPeerBytes, long inAllBytes, LongSupplier nanoTime) {
    this.perPeerBytes = perPeerBytes;
    this.inAllBytes = inAllBytes;
    this.nanoTime = nanoTime;
  }

  /**
   * Holds memory for a body, or holds it for longer.
   *
   * @param transfer what tells it from others
   * @param peer whose it is
   * @return false if there is no room, and then nothing is held for it
   */
  synchronized boolean hold(Object transfer, Object peer, long bodyBytes) {
    release(transfer);
    expire();
    long ofPeer = bytesOfPeers.getOrDefault(peer, 0L);
    if (bytes + bodyBytes > inAllBytes || (ofPeer > 0 && ofPeer + bodyBytes > perPeerBytes)) {
      return false;
    }
    longestAgoFirst.put(transfer, new Held(peer, bodyBytes, nanoTime.getAsLong()));
    bytesOfPeers.put(peer, ofPeer + bodyBytes);
    bytes += bodyBytes;
    return true;
  }

  /** Gives the memory of a body back, if any is held. */
  synchronized void release(Object transfer) {
    Held held = longestAgoFirst.remove(transfer);
    if (held != null) {
      giveBack(held);
    }
  }

  /** Length of a body that memory is held for; 0 if none is. */
  synchronized long held(Object transfer) {
    Held held = longestAgoFirst.get(transfer);
    return held == null ? 0 : held.bytes();
  }

  private void expire() {
    long now = nanoTime.getAsLong();
    Iterator<Held> all = longestAgoFirst.values().iterator();
    while (all.hasNext()) {
      Held held = all.next();
      if (now - held.sinceNanos() < LIFE_NANOS) {
        return;
      }
      all.remove();
      giveBack(held);
    }
  }

  private void giveBack(Held held) {
    bytes -= held.bytes();
    bytesOfPeers.computeIfPresent(
        held.peer(), (peer, of) -> of == held.bytes() ? null : of - held.bytes());
  }

  /** Held in all. */
  synchronized long bytes() {
    return bytes;
  }
}
