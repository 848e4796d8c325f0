package io.edgeveil.gateway.serving;

import io.edgeveil.gateway.model.ServedModel;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The open sessions, least recently used first. Guarded by the core's lock. */
final class SessionTable {
  private static final class Open {
    final Session session;
    long usedNanos;

    Open(Session session, long nowNanos) {
      this.session = session;
      this.usedNanos = nowNanos;
    }
  }

  private final SecureRandom random = new SecureRandom();
  private final Map<Long, Open> byId = new LinkedHashMap<>(16, 0.75f, true);
  private final int perDevice;
  private final int inAll;
  private final long timeoutNanos;

  SessionTable(Limits limits) {
    this.perDevice = limits.sessionsPerDevice();
    this.inAll = limits.sessions();
    this.timeoutNanos = limits.sessionTimeout().toNanos();
  }

  /** A new session, or null if there are too many. */
  Session open(String device, ServedModel model, String padFile, int chunkBytes, long nowNanos) {
    makeRoomFor(device);
    if (byId.size() >= inAll) {
      expire(nowNanos);
    }
    if (byId.size() >= inAll) {
      return null;
    }
    long id = random.nextLong();
    while (id == 0 || byId.containsKey(id)) {
      id = random.nextLong();
    }
    Session session = new Session(id, device, model, padFile, chunkBytes);
    byId.put(id, new Open(session, nowNanos));
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

  /** Closes what was not used for too long. */
  void expire(long nowNanos) {
    byId.values().removeIf(open -> nowNanos - open.usedNanos >= timeoutNanos);
  }

  int size() {
    return byId.size();
  }

  private void makeRoomFor(String device) {
    long open = byId.values().stream().filter(o -> o.session.device().equals(device)).count();
    Iterator<Open> leastRecentlyUsedFirst = byId.values().iterator();
    while (open >= perDevice) {
      if (leastRecentlyUsedFirst.next().session.device().equals(device)) {
        leastRecentlyUsedFirst.remove();
        open--;
      }
    }
  }
}
