package io.edgeveil.sensor.transport.mqtt;

import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.OutgoingMessage;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.sensor.transport.DeviceStats;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a device shows of itself: retained JSON under {@code edgeveil/device/<id>/}, for people and
 * tools that plot. Never an input or a mask, and a result only where the owner asks for it. Showing
 * is a courtesy: it waits for nothing, and a failure is only logged.
 */
final class StatusTopics {
  private static final Logger LOG = LoggerFactory.getLogger(StatusTopics.class);
  private static final String STATE = "state";
  private static final String STATS = "stats";
  private static final String ERROR = "error";

  private final String device;
  private final String model;
  private final boolean hidden;
  private boolean errorShown = true; // perhaps, by an earlier run
  private final Map<String, OutgoingMessage> kept = new ConcurrentHashMap<>(); // by topic

  StatusTopics(String device, String model) {
    this(device, model, false);
  }

  private StatusTopics(String device, String model, boolean hidden) {
    this.device = device;
    this.model = model;
    this.hidden = hidden;
  }

  /** Shows nothing: another program of the device may be at work, and shows how it is. */
  static StatusTopics hidden(String device) {
    return new StatusTopics(device, "", true);
  }

  OutgoingMessage offlineByWill() {
    return message(STATE, new DeviceState("offline", model, ""));
  }

  void online(BrokerConnection connection) {
    show(connection, message(STATE, new DeviceState("online", model, now())));
    kept.values().forEach(message -> show(connection, message)); // the broker may have lost them
  }

  void keep(BrokerConnection connection, String topic, Object json) {
    keep(connection, topic, retained(topic, json));
  }

  void remove(BrokerConnection connection, String topic) {
    keep(connection, topic, nothing(topic));
  }

  private void keep(BrokerConnection connection, String topic, OutgoingMessage message) {
    kept.put(topic, message);
    if (connection != null) {
      show(connection, message);
    }
  }

  void offline(BrokerConnection connection) {
    show(connection, message(STATE, new DeviceState("offline", model, now())));
  }

  void stats(BrokerConnection connection, DeviceStats stats) {
    if (errorShown) {
      show(connection, nothing(Topics.device(device, ERROR)));
      errorShown = false;
    }
    show(connection, message(STATS, stats));
  }

  void error(BrokerConnection connection, String error) {
    errorShown = true;
    show(connection, message(ERROR, new DeviceError(error, now())));
  }

  private OutgoingMessage message(String leaf, Object json) {
    return retained(Topics.device(device, leaf), json);
  }

  private static OutgoingMessage retained(String topic, Object json) {
    return OutgoingMessage.of(topic, Json.write(json))
        .withContentType("application/json")
        .retained();
  }

  /** Removes what is retained (MQTT 5, section 3.3.1.3). */
  private static OutgoingMessage nothing(String topic) {
    return OutgoingMessage.of(topic, new byte[0]).retained();
  }

  private void show(BrokerConnection connection, OutgoingMessage message) {
    if (hidden || !connection.isOpen()) {
      return;
    }
    try {
      var unused =
          connection
              .publish(message)
              .whenComplete(
                  (done, failure) -> {
                    if (failure != null) {
                      LOG.debug("not shown: {}: {}", message, failure.getMessage());
                    }
                  });
    } catch (BrokerException e) {
      LOG.debug("not shown: {}: {}", message, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
