package io.edgeveil.broker.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lasting tie to a broker: a lost connection is replaced by a new one, with growing pauses
 * between attempts, until the link is closed. A connection that soon ends counts as a failed
 * attempt: two programs of one name, of which a broker lets in the latest alone, do not throw each
 * other out all the time. Nothing is kept across the gap: what was in flight fails, and who needs
 * it sends it again.
 *
 * <p>Each connection is a new Paho client, subscribed anew by {@link LinkListener#connected} on the
 * link's own thread; Paho's automatic reconnect replays messages and deadlocks on subscribing.
 */
public final class BrokerLink implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BrokerLink.class);

  /** So many connections in a row that soon ended without a word may be somebody else's doing. */
  private static final int SUSPICIOUS = 3;

  private final ConnectionSettings settings;
  private final LinkListener listener;
  private final Backoff backoff;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final Thread keeper;
  private final Object connecting = new Object();
  private boolean keeperIsConnecting;
  private Session first;
  private int failures; // attempts in a row without lasting success; the keeper's
  private volatile BrokerConnection current;

  /** A link that is not connected yet. */
  public BrokerLink(ConnectionSettings settings, LinkListener listener, Backoff backoff) {
    this.settings = settings;
    this.listener = listener;
    this.backoff = backoff;
    keeper = new Thread(this::keepConnected, "edgeveil-mqtt-" + settings.clientId() + "-keeper");
    keeper.setDaemon(true);
  }

  /**
   * Makes the first connection, and from then on keeps one. To be called once.
   *
   * @throws BrokerException if the first attempt fails: then there is no link, and nothing to close
   */
  public void start() throws BrokerException, InterruptedException {
    first = connect();
    keeper.start();
  }

  /**
   * Publishes on the present connection; see {@link BrokerConnection#publish}.
   *
   * @throws ConnectionLostException if there is none at present
   */
  public CompletableFuture<Void> publish(OutgoingMessage message)
      throws BrokerException, InterruptedException {
    return connection().publish(message);
  }

  /**
   * The present connection, for what a link does not do itself. It may be lost at any moment.
   *
   * @throws ConnectionLostException if there is none at present
   */
  public BrokerConnection connection() throws ConnectionLostException {
    BrokerConnection present = current;
    if (present == null) {
      throw new ConnectionLostException(
          "not connected to the broker at " + settings.address() + " at present", null);
    }
    return present;
  }

  /** Whether there is a connection at present. */
  public boolean isUp() {
    BrokerConnection present = current;
    return present != null && present.isOpen();
  }

  /** Says goodbye if connected and ends all threads. */
  @Override
  public void close() {
    synchronized (connecting) {
      closed.complete(null);
      if (keeperIsConnecting) {
        keeper.interrupt();
      }
    }
    if (Thread.currentThread() == keeper) {
      return;
    }
    try {
      keeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepConnected() {
    Session session = first;
    first = null;
    try {
      while (session != null) {
        CompletableFuture.anyOf(session.lost, closed).get();
        current = null;
        session.connection.close();
        session = closed.isDone() ? null : reconnect(session);
      }
    } catch (InterruptedException e) {
      log.debug("closed while connecting to {}", settings.address(), e);
    } catch (ExecutionException e) {
      throw new AssertionError("neither a loss nor a close completes with a failure", e);
    } finally {
      BrokerConnection left = current;
      current = null;
      if (left != null) {
        left.close();
      }
    }
  }

  /** A new session, or null once closed. */
  private Session reconnect(Session old) throws InterruptedException {
    if (backoff.forgives(Duration.ofNanos(System.nanoTime() - old.sinceNanos))) {
      failures = 0;
    }
    String why = why(old.lost.getNow(null));
    while (true) {
      Duration pause = backoff.after(failures++);
      log.warn("{}; connecting again in {} ms", why, pause.toMillis());
      if (isClosedWithin(pause)) {
        return null;
      }
      try {
        allowInterrupt(true);
        Session session = connect();
        log.info("connected to the broker at {} again", settings.address());
        return session;
      } catch (BrokerException e) {
        why = "not connected yet: " + e.getMessage();
      } catch (RuntimeException e) {
        log.error("the link's listener failed on a new connection", e);
        why = "not connected yet";
      } finally {
        allowInterrupt(false);
      }
    }
  }

  /** A broker need not say that it ends a connection for another of the same name. */
  private String why(ConnectionLostException loss) {
    return failures < SUSPICIOUS || loss.getCause() == null
        ? loss.getMessage()
        : loss.getMessage()
            + ", soon after it began and not for the first time: does another program connect as '"
            + settings.clientId()
            + "', with the same certificate?";
  }

  private void allowInterrupt(boolean allowed) throws InterruptedException {
    synchronized (connecting) {
      keeperIsConnecting = allowed;
      if (Thread.interrupted() || (allowed && closed.isDone())) {
        throw new InterruptedException("the link is closed");
      }
    }
  }

  private boolean isClosedWithin(Duration wait) throws InterruptedException {
    try {
      closed.get(wait.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError("a close never completes with a failure", e);
    }
  }

  private Session connect() throws BrokerException, InterruptedException {
    CompletableFuture<ConnectionLostException> lost = new CompletableFuture<>();
    BrokerConnection connection = BrokerConnection.open(settings, new Relay(lost));
    current = connection;
    try {
      listener.connected(connection);
      return new Session(connection, lost, System.nanoTime());
    } catch (BrokerException | InterruptedException | RuntimeException e) {
      current = null;
      connection.close();
      throw e;
    }
  }

  private record Session(
      BrokerConnection connection,
      CompletableFuture<ConnectionLostException> lost,
      long sinceNanos) {}

  /** What one connection tells, passed on. */
  private final class Relay implements BrokerListener {
    private final CompletableFuture<ConnectionLostException> lost;

    Relay(CompletableFuture<ConnectionLostException> lost) {
      this.lost = lost;
    }

    @Override
    public void messageArrived(IncomingMessage message) throws Exception {
      listener.messageArrived(message);
    }

    @Override
    public void messageFailed(IncomingMessage message, Exception failure) {
      listener.messageFailed(message, failure);
    }

    @Override
    public void connectionLost(ConnectionLostException reason) {
      try {
        listener.disconnected(reason);
      } finally {
        lost.complete(reason);
      }
    }
  }
}
