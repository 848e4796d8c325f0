package io.edgeveil.broker;

import com.hivemq.bootstrap.ClientConnectionContext;
import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.persistence.clientqueue.ClientQueuePersistence;
import com.hivemq.persistence.clientsession.ClientSessionPersistence;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off who does not read, which HiveMQ does not: it bounds what waits for a client in messages
 * alone; says goodbye (MQTT 5.0, section 3.14) behind all that its client leaves unread, so that
 * the connection of one that reads nothing never ends; and keeps what waits for a session that has
 * ended for up to 17 minutes. Looks at HiveMQ's connections and queues forty times a second; HiveMQ
 * offers neither, so they are taken from its inside.
 */
final class StalledClients implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StalledClients.class);
  private static final long PERIOD_MILLIS = 25;
  private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long EFFECT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ChannelGroup channels;
  private final ClientQueuePersistence queues;
  private final ClientSessionPersistence sessions;
  private final LongSupplier heldBytes;
  private final long most;
  private final Predicate<String> sheddable;
  private final Map<Channel, Long> leavingSince = new HashMap<>();
  private long shedAt = System.nanoTime();
  private long forgotAt = System.nanoTime();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "edgeveil-broker-stalled-clients");
            thread.setDaemon(true);
            return thread;
          });

  private StalledClients(
      ChannelGroup channels,
      ClientQueuePersistence queues,
      ClientSessionPersistence sessions,
      LongSupplier heldBytes,
      long most,
      Predicate<String> sheddable) {
    this.channels = channels;
    this.queues = queues;
    this.sessions = sessions;
    this.heldBytes = heldBytes;
    this.most = most;
    this.sheddable = sheddable;
  }

  /**
   * Begins to look.
   *
   * @param hiveMq that has started
   * @param heldBytes how much waits now
   * @param most of it before clients are cut off
   * @param sheddable whether the client of an id may be
   * @throws ReflectiveOperationException if HiveMQ's inside is not as it was
   */
  static StalledClients watch(
      EmbeddedHiveMQ hiveMq, LongSupplier heldBytes, long most, Predicate<String> sheddable)
      throws ReflectiveOperationException {
    Method inside = hiveMq.getClass().getDeclaredMethod("getInjector");
    inside.setAccessible(true);
    Object injector = inside.invoke(hiveMq);
    StalledClients watch =
        new StalledClients(
            part(injector, ChannelGroup.class),
            part(injector, ClientQueuePersistence.class),
            part(injector, ClientSessionPersistence.class),
            heldBytes,
            most,
            sheddable);
    var unused =
        watch.executor.scheduleWithFixedDelay(
            watch::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  private static <T> T part(Object injector, Class<T> type) throws ReflectiveOperationException {
    Method getInstance =
        Class.forName("com.google.inject.Injector").getMethod("getInstance", Class.class);
    return type.cast(getInstance.invoke(injector, type));
  }

  private void look() {
    try {
      long now = System.nanoTime();
      endGoodbyes(now);
      if (heldBytes.getAsLong() > most / 2 || now - forgotAt > FORGET_NANOS) {
        forgetEndedSessions();
        forgotAt = now;
      }
      if (heldBytes.getAsLong() > most && now - shedAt > EFFECT_NANOS) {
        shed();
        shedAt = now;
      }
    } catch (ExecutionException | RuntimeException e) { // the executor would be silent ever after
      log.error("cannot tell which clients do not read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  /** Ends what HiveMQ has ended and whose client does not take the goodbye. */
  private void endGoodbyes(long now) {
    leavingSince.keySet().retainAll(channels);
    for (Channel channel : channels) {
      ClientConnectionContext client = ClientConnectionContext.of(channel);
      if (client != null
          && client.getClientState().disconnectingOrDisconnected()
          && now - leavingSince.computeIfAbsent(channel, first -> now) > GOODBYE_NANOS) {
        var unused = channel.close();
      }
    }
  }

  /** Does for all sessions at once what HiveMQ does for one part of them every few seconds. */
  private void forgetEndedSessions() throws ExecutionException, InterruptedException {
    List<Future<Void>> parts = new ArrayList<>();
    for (int part = 0; part < InternalConfigurations.PERSISTENCE_BUCKET_COUNT.get(); part++) {
      parts.add(sessions.cleanUp(part));
    }
    for (Future<Void> part : parts) {
      part.get();
    }
  }

  /** Cuts off those for whom most messages wait, and those for whom half as many do. */
  private void shed() throws ExecutionException, InterruptedException {
    Map<Channel, Integer> waiting = new HashMap<>();
    int longest = 1;
    for (Channel channel : channels) {
      ClientConnectionContext client = ClientConnectionContext.of(channel);
      String id = client == null ? null : client.getClientId();
      if (id != null && sheddable.test(id)) {
        int messages = queues.size(id, false).get();
        waiting.put(channel, messages);
        longest = Math.max(longest, messages);
      }
    }
    for (Map.Entry<Channel, Integer> client : waiting.entrySet()) {
      if (client.getValue() > longest / 2) {
        log.warn(
            "'{}' is cut off: it does not read, and {} messages wait for it",
            ClientConnectionContext.of(client.getKey()).getClientId(),
            client.getValue());
        var unused = client.getKey().close();
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
