package io.edgeveil.gateway.coap;

import io.edgeveil.coap.CoapSettings;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The memory and the number of bodies that travel in blocks one way, of each peer and in all. A
 * body that is not heard of any more gives its memory back when Californium has let go of it. Safe
 * for use by several threads.
 */
final class Transfers {
  /** Californium looks for what has expired every 5 s. */
  private static final long LIFE_NANOS =
      TimeUnit.SECONDS.toNanos(CoapSettings.TRANSFER_SECONDS + 10);

  /** A sensor has eight under way; Californium remembers 8,192 in all. */
  private static final int MOST_OF_ONE = 64;

  private static final int MOST = CoapSettings.GATEWAY_PEERS;

  private record Held(Object peer, long bytes, long sinceNanos) {}

  private final long perPeerBytes;
  private final long inAllBytes;
  private final LongSupplier nanoTime;
  private final Map<Object, Held> longestAgoFirst = new LinkedHashMap<>();
  private final Map<Object, Share> ofPeers = new HashMap<>();
  private long bytes;

  /** What one peer holds. */
  private record Share(int transfers, long bytes) {
    static final Share NONE = new Share(0, 0);

    Share and(int more, long moreBytes) {
      return new Share(transfers + more, bytes + moreBytes);
    }
  }

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
   * Holds memory for a body, in place of what was held for it before.
   *
   * @param transfer what tells it from others
   * @param peer whose it is
   * @return false if there is no room, and then nothing is held for it
   */
  synchronized boolean hold(Object transfer, Object peer, long bodyBytes) {
    release(transfer);
    expire();
    Share ofPeer = ofPeers.getOrDefault(peer, Share.NONE).and(1, bodyBytes);
    if (bytes + bodyBytes > inAllBytes
        || longestAgoFirst.size() >= MOST
        || ofPeer.transfers() > MOST_OF_ONE
        || (ofPeer.transfers() > 1 && ofPeer.bytes() > perPeerBytes)) {
      return false;
    }
    longestAgoFirst.put(transfer, new Held(peer, bodyBytes, nanoTime.getAsLong()));
    ofPeers.put(peer, ofPeer);
    bytes += bodyBytes;
    return true;
  }

  /** Holds the memory of a body for longer, if any is held. */
  synchronized boolean holdLonger(Object transfer) {
    Held held = longestAgoFirst.remove(transfer);
    if (held != null) {
      longestAgoFirst.put(transfer, new Held(held.peer(), held.bytes(), nanoTime.getAsLong()));
    }
    return held != null;
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
    ofPeers.computeIfPresent(
        held.peer(), (peer, of) -> of.transfers() == 1 ? null : of.and(-1, -held.bytes()));
  }

  /** Held in all. */
  synchronized long bytes() {
    return bytes;
  }
}
