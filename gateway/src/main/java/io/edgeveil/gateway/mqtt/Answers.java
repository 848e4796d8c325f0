package io.edgeveil.gateway.mqtt;

import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.BrokerLink;
import io.edgeveil.broker.client.OutgoingMessage;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.gateway.serving.ReplyTo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way back to the sender of one message: its device's reply topic, its correlation data. An
 * answer that cannot be sent is logged and lost; the sensor asks again.
 */
final class Answers implements ReplyTo {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final Duration EXPIRY = Duration.ofMinutes(1);

  private final BrokerLink link;
  private final String device;
  private final Optional<byte[]> correlationData;

  Answers(BrokerLink link, String device, Optional<byte[]> correlationData) {
    this.link = link;
    this.device = device;
    this.correlationData = correlationData;
  }

  @Override
  public void opened(SessionReply reply) {
    send(List.of(message(Json.write(reply), "application/json")));
  }

  @Override
  public void accepted() {
    // PUBACK has said so
  }

  @Override
  public void problem(Problem problem) {
    send(List.of(message(Json.write(problem), Problem.CONTENT_TYPE)));
  }

  @Override
  public void reply(List<Chunk> chunks) {
    send(chunks.stream().map(chunk -> message(chunk.bytes(), Chunk.CONTENT_TYPE)).toList());
  }

  private OutgoingMessage message(byte[] payload, String contentType) {
    OutgoingMessage message =
        OutgoingMessage.of(Topics.reply(device), payload)
            .withContentType(contentType)
            .withExpiry(EXPIRY);
    return correlationData.map(message::withCorrelationData).orElse(message);
  }

  private void send(List<OutgoingMessage> messages) {
    try {
      for (OutgoingMessage message : messages) {
        var unused =
            link.publish(message)
                .whenComplete(
                    (acknowledged, failure) -> {
                      if (failure != null) {
                        lost(failure);
                      }
                    });
      }
    } catch (BrokerException e) {
      lost(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lost(e);
    }
  }

  private void lost(Throwable failure) {
    LOG.warn("an answer to {} was lost: {}", device, failure.getMessage());
  }
}
