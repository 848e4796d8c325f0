package io.edgeveil.gateway.mqtt;

import io.edgeveil.broker.client.AccessRefusedException;
import io.edgeveil.broker.client.Backoff;
import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.BrokerLink;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.LinkListener;
import io.edgeveil.broker.client.Qos;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.gateway.serving.Route;
import io.edgeveil.gateway.serving.Serving;
import io.edgeveil.gateway.status.StatusBoard;
import io.edgeveil.gateway.watch.Sensors;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway as MQTT clients see it. Keeps a link to the broker, subscribes anew and shows its
 * status again on every connection, and hands each message to the serving core.
 */
public final class MqttFrontEnd implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MqttFrontEnd.class);

  private final Serving serving;
  private final StatusBoard status;
  private final Optional<Sensors> sensors;
  private final SortedSet<String> topicFilters;
  private final BrokerLink link;

  /**
   * Not connected yet.
   *
   * @param settings of the connection, its last will included
   * @param gateway id of this gateway
   * @param models whose layers are subscribed to
   * @param status shown on every new connection; not closed here
   * @param sensors told what devices publish of themselves, if somebody watches
   */
  public MqttFrontEnd(
      ConnectionSettings settings,
      String gateway,
      ModelRepository models,
      Serving serving,
      StatusBoard status,
      Optional<Sensors> sensors,
      Backoff backoff) {
    this.serving = serving;
    this.status = status;
    this.sensors = sensors;
    this.topicFilters = topicFilters(gateway, models);
    this.link = new BrokerLink(settings, new Events(), backoff);
  }

  private static SortedSet<String> topicFilters(String gateway, ModelRepository models) {
    SortedSet<String> filters = new TreeSet<>();
    filters.add(Topics.ALL_OPENS);
    for (ServedModel model : models.models()) {
      for (ServedLayer layer : model.layers()) {
        filters.add(Topics.layerOfEveryDevice(gateway, model.name(), layer.name()));
      }
    }
    return filters;
  }

  /**
   * Connects and, from then on, stays connected.
   *
   * @throws BrokerException if the first attempt fails
   */
  public void start() throws BrokerException, InterruptedException {
    link.start();
  }

  /** The link, to publish status on. */
  public BrokerLink link() {
    return link;
  }

  /** Disconnects; nothing comes in or goes out any more. */
  @Override
  public void close() {
    link.close();
  }

  /** Whether an answer may go out; if not, the refusal is counted and told to the device itself. */
  private boolean mayBeAnswered(IncomingMessage message, String device) {
    String wanted = Topics.reply(device);
    if (message.responseTopic().filter(wanted::equals).isPresent() && !message.isRetained()) {
      return true;
    }
    Problem problem =
        Problem.of(
            Problem.Type.FORBIDDEN,
            message.isRetained()
                ? "requests must not be retained"
                : "the response topic must be " + wanted);
    serving.refused(device, problem, new Answers(link, device, message.correlationData()));
    return false;
  }

  private final class Events implements LinkListener {
    @Override
    public void connected(BrokerConnection connection)
        throws BrokerException, InterruptedException {
      for (String filter : topicFilters) {
        connection.subscribe(filter, Qos.AT_LEAST_ONCE);
      }
      if (sensors.isPresent()) {
        readDevices(connection);
      }
      status.show(connection);
    }

    /** A broker that keeps it from us keeps the page poorer, and nothing else. */
    private void readDevices(BrokerConnection connection)
        throws BrokerException, InterruptedException {
      try {
        for (String leaf : Sensors.LEAVES) {
          connection.subscribe(Topics.everyDevice(leaf), Qos.AT_MOST_ONCE);
        }
      } catch (AccessRefusedException e) {
        LOG.warn("the web page cannot show what sensors say of themselves: {}", e.getMessage());
      }
    }

    @Override
    public void messageArrived(IncomingMessage message) {
      String topic = message.topic();
      Optional<DeviceTopic> said = DeviceTopic.parse(topic);
      if (said.isPresent()) {
        sensors.ifPresent(
            all -> all.reported(said.get().device(), said.get().leaf(), message.payload()));
        return;
      }
      String device = Topics.lastLevel(topic);
      if (!Ids.isId(device)) {
        LOG.warn("a message on a topic whose last level is no device id was dropped");
        return;
      }
      if (!mayBeAnswered(message, device)) {
        return;
      }
      Answers answers = new Answers(link, device, message.correlationData());
      if (topic.equals(Topics.open(device))) {
        serving.open(device, message.payload(), answers);
        return;
      }
      Optional<Route> route = LayerTopic.route(topic);
      if (route.isEmpty()) {
        LOG.warn("{}: a message on a topic that is no layer's was dropped", device);
        return;
      }
      serving.accept(route.get(), message.payload(), answers);
    }
  }
}
