package io.edgeveil.broker.client;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what arrives to the listener on a thread of its own. Paho calls back on the thread that
 * also takes in acknowledgements: a listener that published from there and waited for room would
 * wait for itself.
 *
 * <p>A message is acknowledged once the listener is done with it, so a broker that keeps to the
 * receive maximum never has more than that many here; for any other broker, {@link #put} blocks and
 * TCP pushes back.
 */
final class Inbox {

  private static final Logger log = LoggerFactory.getLogger(Inbox.class);

  private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final Semaphore room;
  private final BrokerListener listener;
  private final Thread thread;
  private volatile boolean stopped;

  Inbox(String clientId, int receiveMaximum, BrokerListener listener) {
    this.listener = listener;
    room = new Semaphore(receiveMaximum);
    thread = new Thread(this::run, "edgeveil-mqtt-" + clientId + "-listener");
    thread.setDaemon(true);
    thread.start();
  }

  /** Queues a message; {@code acknowledge} runs after the listener, whatever became of it. */
  void put(IncomingMessage message, Runnable acknowledge) throws InterruptedException {
    room.acquire();
    events.add(() -> deliver(message, acknowledge));
  }

  /** Queues the news that the connection is gone, behind the messages that came before. */
  void lost(ConnectionLostException reason) {
    events.add(
        () -> {
          stopped = true;
          listener.connectionLost(reason);
        });
  }

  /**
   * Drops what is queued and waits for the listener, unless it is the listener that calls;
   * interrupts it when the time is up.
   */
  void stop(Duration timeout) throws InterruptedException {
    stopped = true;
    if (Thread.currentThread() == thread) {
      return;
    }
    events.add(() -> {});
    thread.join(timeout.toMillis());
    if (thread.isAlive()) {
      log.warn(
          "{} is still busy {} after the end of the connection: interrupting it",
          thread.getName(),
          timeout);
      thread.interrupt();
    }
  }

  private void run() {
    while (!stopped) {
      try {
        events.take().run();
      } catch (InterruptedException e) {
        log.debug("{} was interrupted while idle", thread.getName(), e);
      } catch (RuntimeException e) {
        log.error("a connection listener threw", e);
      }
    }
  }

  private void deliver(IncomingMessage message, Runnable acknowledge) {
    try {
      listener.messageArrived(message);
    } catch (Exception e) {
      log.error("the listener failed on {}", message, e);
      listener.messageFailed(message, e);
    } finally {
      room.release();
      if (!stopped) {
        acknowledge.run();
      }
    }
  }
}
