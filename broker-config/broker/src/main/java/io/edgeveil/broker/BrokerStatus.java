package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.publish.PublishService;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What MQTT Explorer's panel reads of a broker, under {@code $SYS/broker/}, retained: HiveMQ has
 * the figures and publishes none of them. Numbers alone, named and meant as Mosquitto's.
 */
final class BrokerStatus {
  private static final Logger log = LoggerFactory.getLogger(BrokerStatus.class);
  private static final String ROOT = "$SYS/broker/";
  private static final long PERIOD_SECONDS = 10;

  private static final String RECEIVED = "com.hivemq.messages.incoming.total.count";
  private static final String SENT = "com.hivemq.messages.outgoing.total.count";
  private static final String CLIENTS = "com.hivemq.networking.connections.current";
  private static final String SUBSCRIPTIONS = "com.hivemq.subscriptions.overall.current";

  private final String version;
  private final MetricRegistry metrics;
  private final PublishService publisher;
  private final MessageRate received = new MessageRate();
  private final MessageRate sent = new MessageRate();

  private BrokerStatus(String version, MetricRegistry metrics, PublishService publisher) {
    this.version = version;
    this.metrics = metrics;
    this.publisher = publisher;
  }

  /** Publishes now and every ten seconds, as long as the extension's executor runs. */
  static void start(
      String version,
      MetricRegistry metrics,
      PublishService publisher,
      ScheduledExecutorService executor) {
    BrokerStatus status = new BrokerStatus("HiveMQ CE " + version, metrics, publisher);
    var unused = executor.scheduleAtFixedRate(status::publish, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void publish() {
    try {
      figures().forEach(this::publish);
    } catch (RuntimeException e) { // the executor would be silent ever after
      log.warn("the broker's figures are not published", e);
    }
  }

  private void publish(String leaf, Object value) {
    var unused =
        publisher
            .publish(
                Builders.publish()
                    .topic(ROOT + leaf)
                    .qos(Qos.AT_MOST_ONCE)
                    .retain(true)
                    .payload(ByteBuffer.wrap(value.toString().getBytes(UTF_8)))
                    .build())
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    log.debug("{}{} is not published", ROOT, leaf, failure);
                  }
                });
  }

  private Map<String, Object> figures() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long messagesReceived = counter(RECEIVED);
    long messagesSent = counter(SENT);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("version", version);
    figures.put("clients/total", gauge(CLIENTS));
    figures.put("subscriptions/count", counter(SUBSCRIPTIONS));
    figures.put("messages/received", messagesReceived);
    figures.put("messages/sent", messagesSent);
    figures.put(
        "load/messages/received/5min", received.perMinute(messagesReceived, System.nanoTime()));
    figures.put("load/messages/sent/5min", sent.perMinute(messagesSent, System.nanoTime()));
    figures.put("heap/current", heap.getUsed());
    figures.put("heap/maximum", heap.getMax());
    return figures;
  }

  private long counter(String name) {
    Counter counter = metrics.getCounters().get(name);
    return counter == null ? 0 : counter.getCount();
  }

  private Object gauge(String name) {
    Gauge<?> gauge = metrics.getGauges().get(name);
    return gauge == null ? 0 : gauge.getValue();
  }
}
