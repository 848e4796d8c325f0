package io.edgeveil.gateway.coap;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.ConnectionEvictedException;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.InMemoryReadWriteLockConnectionStore;

/**
 * The DTLS associations of one endpoint: a few of each principal, and so many whose handshake is
 * not over. One more takes the place of the eldest of the same principal, or of the eldest
 * handshake.
 *
 * <p><b>Guarantee:</b> nobody is kept out by what others hold, however many associations one key
 * makes, and however many handshakes are begun without one; a stranger who begins them all the time
 * must be faster than an honest handshake is over. Those in all are bounded by the accounts.
 * Californium's own store has one bound for all, of which whoever comes first keeps what he has.
 */
final class Associations extends InMemoryReadWriteLockConnectionStore {
  /** A device has one; what a restart or a new address leaves behind, and those who look on. */
  static final int OF_ONE = 8;

  /** Handshakes under way at once; some kilobytes each. */
  static final int BEGUN = 1024;

  private static final long NEVER_STALE_SECONDS = 0; // of no account: there is always room

  private final Map<ConnectionId, Connection> begun = new LinkedHashMap<>();
  private final Map<String, Map<ConnectionId, Connection>> established = new LinkedHashMap<>();

  /** None yet. */
  Associations() {
    super(Integer.MAX_VALUE, NEVER_STALE_SECONDS, null, false);
  }

  @Override
  public boolean put(Connection connection) {
    writeLock().lock();
    try {
      boolean added = super.put(connection);
      if (added) {
        limited(begun, connection, BEGUN);
      }
      return added;
    } finally {
      writeLock().unlock();
    }
  }

  @Override
  public void putEstablishedSession(Connection connection) {
    writeLock().lock();
    try {
      super.putEstablishedSession(connection);
      begun.remove(connection.getConnectionId());
      String principal = connection.getEstablishedPeerIdentity().getName();
      limited(
          established.computeIfAbsent(principal, name -> new LinkedHashMap<>()),
          connection,
          OF_ONE);
    } finally {
      writeLock().unlock();
    }
  }

  @Override
  public boolean remove(Connection connection, boolean removeFromSessionCache) {
    writeLock().lock();
    try {
      ConnectionId id = connection.getConnectionId();
      begun.remove(id);
      established.values().removeIf(some -> some.remove(id) != null && some.isEmpty());
      return super.remove(connection, removeFromSessionCache);
    } finally {
      writeLock().unlock();
    }
  }

  private void limited(Map<ConnectionId, Connection> some, Connection added, int most) {
    some.put(added.getConnectionId(), added);
    if (some.size() > most) {
      Iterator<Connection> eldestFirst = some.values().iterator();
      Connection eldest = eldestFirst.next();
      eldestFirst.remove();
      eldest.getExecutor().execute(() -> giveWay(eldest));
    }
  }

  private void giveWay(Connection eldest) {
    Handshaker handshaker = eldest.getOngoingHandshake();
    if (handshaker != null) {
      handshaker.handshakeFailed(new ConnectionEvictedException("gives way to a later one"));
    }
    remove(eldest, true);
  }
}
