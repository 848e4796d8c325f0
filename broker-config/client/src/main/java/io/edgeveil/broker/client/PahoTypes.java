package io.edgeveil.broker.client;

import java.time.Duration;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Our nouns in Paho's types and back. */
final class PahoTypes {

  /**
   * A socket that does not open within this is taken for unreachable, however long the broker may
   * take to answer.
   */
  private static final Duration LONGEST_SOCKET_CONNECT = Duration.ofSeconds(10);

  private PahoTypes() {}

  static MqttConnectionOptions options(ConnectionSettings settings) {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setSocketFactory(sockets(settings));
    options.setConnectionTimeout(seconds(min(settings.timeout(), LONGEST_SOCKET_CONNECT)));
    options.setKeepAliveInterval(seconds(settings.keepAlive()));
    options.setReceiveMaximum(settings.receiveMaximum());
    // A session ends with its connection: what was in flight is sent again by whoever needs it,
    // never by Paho.
    options.setCleanStart(true);
    options.setSessionExpiryInterval(0L);
    options.setAutomaticReconnect(false);
    settings
        .credentials()
        .ifPresent(
            credentials -> {
              options.setUserName(credentials.user());
              options.setPassword(credentials.password());
            });
    settings
        .will()
        .ifPresent(
            will -> {
              MqttMessage message = message(will);
              options.setWill(will.topic(), message);
              options.setWillMessageProperties(message.getProperties());
            });
    return options;
  }

  private static SocketFactory sockets(ConnectionSettings settings) {
    return settings.address().isTls()
        ? new TlsSocketFactory(settings.identity().orElseThrow())
        : new MqttSocketFactory();
  }

  static MqttMessage message(OutgoingMessage message) {
    MqttProperties properties = new MqttProperties();
    message.contentType().ifPresent(properties::setContentType);
    message.responseTopic().ifPresent(properties::setResponseTopic);
    message.correlationData().ifPresent(properties::setCorrelationData);
    message.expiry().ifPresent(expiry -> properties.setMessageExpiryInterval(expiry.toSeconds()));
    return new MqttMessage(
        message.payload(), message.qos().level(), message.isRetained(), properties);
  }

  static IncomingMessage incoming(String topic, MqttMessage message) {
    MqttProperties properties = message.getProperties();
    return new IncomingMessage(
        topic,
        message.getPayload(),
        message.isRetained(),
        properties.getContentType(),
        properties.getResponseTopic(),
        properties.getCorrelationData());
  }

  private static int seconds(Duration duration) {
    return (int) Math.max(1, duration.toSeconds());
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
