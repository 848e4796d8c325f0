package io.edgeveil.broker.client;

import java.util.Optional;

/** A message as it arrived. Everything in it was written by the other party: check before use. */
public final class IncomingMessage {

  private final String topic;
  private final byte[] payload;
  private final boolean retained;
  private final String contentType;
  private final String responseTopic;
  private final byte[] correlationData;

  /**
   * A message; any argument but topic and payload may be absent.
   *
   * @param payload retained, not copied
   * @param contentType null if the sender gave none
   * @param responseTopic null if the sender gave none
   * @param correlationData null if the sender gave none; retained, not copied
   */
  public IncomingMessage(
      String topic,
      byte[] payload,
      boolean retained,
      String contentType,
      String responseTopic,
      byte[] correlationData) {
    this.topic = topic;
    this.payload = payload;
    this.retained = retained;
    this.contentType = contentType;
    this.responseTopic = responseTopic;
    this.correlationData = correlationData;
  }

  /** The topic it was published to. */
  public String topic() {
    return topic;
  }

  /** The live payload: the listener may keep and change it. */
  public byte[] payload() {
    return payload;
  }

  /**
   * Whether the broker had kept it as the topic's last word, rather than passing it on as it was
   * published.
   */
  public boolean isRetained() {
    return retained;
  }

  /** The MIME type, if the sender gave one. */
  public Optional<String> contentType() {
    return Optional.ofNullable(contentType);
  }

  /**
   * Where the sender wants an answer, if it does. Whether it may have one there is for the receiver
   * to check.
   */
  public Optional<String> responseTopic() {
    return Optional.ofNullable(responseTopic);
  }

  /** The live correlation data, if the sender gave any. */
  public Optional<byte[]> correlationData() {
    return Optional.ofNullable(correlationData);
  }

  /** Topic and size; never the payload. */
  @Override
  public String toString() {
    return "IncomingMessage["
        + topic
        + ", "
        + payload.length
        + " bytes"
        + (retained ? ", retained]" : "]");
  }
}
