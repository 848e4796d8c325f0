package io.edgeveil.gateway.serving;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The open sessions, least recently used first. When there are too many in all, the device that has
 * most gives way to one that has less. Guarded by the core's lock.
 */
final class SessionTable {
  private static final class Open {
    final Session session;
    long usedNanos;
    boolean halfOpen = true; // no chunk has come

    Open(Session session, long nowNanos) {
      this.session = session;
      this.usedNanos = nowNanos;
    }
  }

  private final SecureRandom random = new SecureRandom();
  private final Map<Long, Open> byId = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<Session> closed = new ArrayList<>();
  private final int perDevice;
  private final int inAll;
  private final long idleNanos;
  private final long halfOpenNanos;

  SessionTable(Limits limits) {
    this.perDevice = limits.count(Limit.SESSIONS_PER_DEVICE);
    this.inAll = limits.count(Limit.SESSIONS);
    this.idleNanos = limits.nanos(Limit.IDLE_SECONDS);
    this.halfOpenNanos = limits.nanos(Limit.HALF_OPEN_SECONDS);
  }

  /** A new session, or null if there are too many. */
  Session open(String device, Opening opening, long nowNanos) {
    if (count(device) >= perDevice) {
      closeOldestOf(device);
    }
    if (byId.size() >= inAll) {
      expire(nowNanos);
    }
    if (byId.size() >= inAll) {
      String greediest = greediest();
      if (count(greediest) <= count(device) + 1) {
        return null;
      }
      closeOldestOf(greediest);
    }
    long id = random.nextLong();
    while (id == 0 || byId.containsKey(id)) {
      id = random.nextLong();
    }
    Session session = opening.session(id, device);
    byId.put(id, new Open(session, nowNanos));
    counts.merge(device, 1, Integer::sum);
    return session;
  }

  /** The session of this id and device, marked as used; null if there is none. */
  Session use(long id, String device, long nowNanos) {
    Open open = byId.get(id);
    if (open == null || !open.session.device().equals(device)) {
      return null;
    }
    open.usedNanos = nowNanos;
    return open.session;
  }

  /** A chunk was taken in: the session is open for good. */
  void tookChunk(Session session) {
    Open open = byId.get(session.id());
    if (open != null) {
      open.halfOpen = false;
    }
  }

  /** Closes what was not used for too long. */
  void expire(long nowNanos) {
    closeWhere(
        open -> nowNanos - open.usedNanos >= (open.halfOpen ? halfOpenNanos : idleNanos),
        Integer.MAX_VALUE);
  }

  /** Sessions closed since the last call: what they hold is to be given back. */
  List<Session> takeClosed() {
    List<Session> taken = List.copyOf(closed);
    closed.clear();
    return taken;
  }

  int size() {
    return byId.size();
  }

  private int count(String device) {
    return counts.getOrDefault(device, 0);
  }

  private String greediest() {
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private void closeOldestOf(String device) {
    closeWhere(open -> open.session.device().equals(device), 1);
  }

  private void closeWhere(Predicate<Open> which, int atMost) {
    Iterator<Open> leastRecentlyUsedFirst = byId.values().iterator();
    int left = atMost;
    while (left > 0 && leastRecentlyUsedFirst.hasNext()) {
      Session session = closing(leastRecentlyUsedFirst.next(), which);
      if (session != null) {
        leastRecentlyUsedFirst.remove();
        closed.add(session);
        counts.computeIfPresent(session.device(), (d, count) -> count == 1 ? null : count - 1);
        left--;
      }
    }
  }

  private static Session closing(Open open, Predicate<Open> which) {
    return which.test(open) ? open.session : null;
  }
}
