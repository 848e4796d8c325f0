package io.edgeveil.broker.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A message to publish, or to leave with the broker as last will: QoS 1, not retained and without
 * expiry unless said otherwise. Immutable; each {@code with} method returns a changed copy that
 * shares the payload.
 */
public final class OutgoingMessage {

  private final String topic;
  private final byte[] payload;
  private final Qos qos;
  private final boolean retained;
  private final String contentType;
  private final String responseTopic;
  private final byte[] correlationData;
  private final Duration expiry;

  private OutgoingMessage(
      String topic,
      byte[] payload,
      Qos qos,
      boolean retained,
      String contentType,
      String responseTopic,
      byte[] correlationData,
      Duration expiry) {
    this.topic = topic;
    this.payload = payload;
    this.qos = qos;
    this.retained = retained;
    this.contentType = contentType;
    this.responseTopic = responseTopic;
    this.correlationData = correlationData;
    this.expiry = expiry;
  }

  /**
   * A message.
   *
   * @param topic not empty, no wildcards
   * @param payload retained, not copied: the caller must leave it alone until the message is
   *     delivered
   * @throws IllegalArgumentException if the topic is empty or has a wildcard
   */
  public static OutgoingMessage of(String topic, byte[] payload) {
    requireTopic(topic);
    Objects.requireNonNull(payload, "payload");
    return new OutgoingMessage(topic, payload, Qos.AT_LEAST_ONCE, false, null, null, null, null);
  }

  private static String requireTopic(String topic) {
    if (topic.isEmpty() || topic.chars().anyMatch(c -> c == '+' || c == '#' || c == 0)) {
      throw new IllegalArgumentException(
          "a topic has neither '+' nor '#' and is not empty, got '" + topic + "'");
    }
    return topic;
  }

  /** The same message with another quality of service. */
  public OutgoingMessage withQos(Qos newQos) {
    return new OutgoingMessage(
        topic, payload, newQos, retained, contentType, responseTopic, correlationData, expiry);
  }

  /**
   * The same message, kept by the broker as the topic's last word; an empty payload clears the
   * topic.
   */
  public OutgoingMessage retained() {
    return new OutgoingMessage(
        topic, payload, qos, true, contentType, responseTopic, correlationData, expiry);
  }

  /** The same message with a MIME type. */
  public OutgoingMessage withContentType(String newContentType) {
    return new OutgoingMessage(
        topic, payload, qos, retained, newContentType, responseTopic, correlationData, expiry);
  }

  /** The same message, asking for an answer on a topic. */
  public OutgoingMessage withResponseTopic(String newResponseTopic) {
    return new OutgoingMessage(
        topic,
        payload,
        qos,
        retained,
        contentType,
        requireTopic(newResponseTopic),
        correlationData,
        expiry);
  }

  /** The same message with correlation data, copied. */
  public OutgoingMessage withCorrelationData(byte[] newCorrelationData) {
    return new OutgoingMessage(
        topic,
        payload,
        qos,
        retained,
        contentType,
        responseTopic,
        newCorrelationData.clone(),
        expiry);
  }

  /**
   * The same message, dropped by the broker if it cannot be delivered in time.
   *
   * @param newExpiry at least one second; MQTT counts whole seconds, fractions are cut off
   */
  public OutgoingMessage withExpiry(Duration newExpiry) {
    if (newExpiry.toSeconds() < 1 || newExpiry.toSeconds() > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException(
          "message expiry must be 1 s .. 2^32 - 1 s, got " + newExpiry);
    }
    return new OutgoingMessage(
        topic, payload, qos, retained, contentType, responseTopic, correlationData, newExpiry);
  }

  /** The topic. */
  public String topic() {
    return topic;
  }

  /** The length of the payload. */
  public int payloadBytes() {
    return payload.length;
  }

  /** The live payload, for the wire. */
  byte[] payload() {
    return payload;
  }

  Qos qos() {
    return qos;
  }

  boolean isRetained() {
    return retained;
  }

  Optional<String> contentType() {
    return Optional.ofNullable(contentType);
  }

  Optional<String> responseTopic() {
    return Optional.ofNullable(responseTopic);
  }

  Optional<byte[]> correlationData() {
    return Optional.ofNullable(correlationData);
  }

  Optional<Duration> expiry() {
    return Optional.ofNullable(expiry);
  }

  /**
   * An upper bound of the packet's size on the wire: payload, the texts at three bytes a character,
   * and at most 64 bytes of headers, lengths and identifiers.
   */
  long packetBytesBound() {
    long texts = 3L * topic.length();
    texts += contentType == null ? 0 : 3L * contentType.length();
    texts += responseTopic == null ? 0 : 3L * responseTopic.length();
    return 64L + texts + (correlationData == null ? 0 : correlationData.length) + payload.length;
  }

  /** Topic and size; never the payload. */
  @Override
  public String toString() {
    return "OutgoingMessage["
        + topic
        + ", "
        + payload.length
        + " bytes"
        + (retained ? ", retained]" : "]");
  }
}
