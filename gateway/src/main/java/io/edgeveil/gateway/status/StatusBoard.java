package io.edgeveil.gateway.status;

import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.BrokerLink;
import io.edgeveil.broker.client.OutgoingMessage;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.gateway.serving.ServingFigures;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the retained status of one gateway. Safe for use by several threads. */
public final class StatusBoard {
  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);
  private static final String STATE = "state";

  private final String gateway;
  private final Info info;
  private final List<ServedModel> models;
  private final Supplier<ServingFigures> figures;
  private ServingFigures shown;

  /**
   * Nothing published yet.
   *
   * @param models one version of each
   * @param figures how things stand when asked
   */
  public StatusBoard(
      String gateway, Info info, List<ServedModel> models, Supplier<ServingFigures> figures) {
    this.gateway = gateway;
    this.info = info;
    this.models = List.copyOf(models);
    this.figures = figures;
    this.shown = figures.get();
  }

  /** The last will: what the broker publishes when the gateway vanishes. */
  public static OutgoingMessage will(String gateway) {
    return message(Topics.gateway(gateway, STATE), State.offline());
  }

  /** Publishes everything, on a new connection. */
  public void show(BrokerConnection connection) throws BrokerException, InterruptedException {
    connection.deliver(message(topic("info"), info));
    for (ServedModel model : models) {
      connection.deliver(
          message(Topics.gatewayModel(gateway, model.name()), ModelStatus.of(model)));
    }
    connection.deliver(message(topic("health"), health()));
    connection.deliver(message(topic(STATE), State.online(info.startedAt())));
  }

  /** Publishes health if a figure has changed since; quiet while there is no connection. */
  public void refresh(BrokerLink link) {
    ServingFigures now = figures.get();
    synchronized (this) {
      if (now.equals(shown) || !link.isUp()) {
        return;
      }
    }
    publish(link, message(topic("health"), health()));
  }

  /** Publishes that the gateway stops, and waits until the broker has it. */
  public void farewell(BrokerLink link) {
    try {
      if (link.isUp()) {
        link.connection().deliver(will(gateway));
      }
    } catch (BrokerException e) {
      LOG.warn("could not tell the broker that {} goes offline: {}", gateway, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Health health() {
    ServingFigures now = figures.get();
    Runtime runtime = Runtime.getRuntime();
    Health health = Health.between(shown, now, runtime.totalMemory() - runtime.freeMemory());
    shown = now;
    return health;
  }

  private static void publish(BrokerLink link, OutgoingMessage message) {
    try {
      var unused =
          link.publish(message)
              .whenComplete(
                  (acknowledged, failure) -> {
                    if (failure != null) {
                      LOG.debug("status was not taken: {}", failure.getMessage());
                    }
                  });
    } catch (BrokerException e) {
      LOG.debug("status was not sent: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String topic(String leaf) {
    return Topics.gateway(gateway, leaf);
  }

  private static OutgoingMessage message(String topic, Object json) {
    return OutgoingMessage.of(topic, Json.write(json))
        .retained()
        .withContentType("application/json");
  }
}
