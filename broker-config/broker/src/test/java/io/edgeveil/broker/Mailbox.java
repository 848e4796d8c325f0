package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.IncomingMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what arrives until a test asks for it. */
final class Mailbox implements BrokerListener {

  final CompletableFuture<ConnectionLostException> lost = new CompletableFuture<>();
  final BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
  private final BlockingQueue<IncomingMessage> messages = new LinkedBlockingQueue<>();

  @Override
  public void messageArrived(IncomingMessage message) throws Exception {
    messages.add(message);
  }

  @Override
  public void messageFailed(IncomingMessage message, Exception failure) {
    failures.add(failure);
  }

  @Override
  public void connectionLost(ConnectionLostException reason) {
    lost.complete(reason);
  }

  IncomingMessage next() throws InterruptedException {
    IncomingMessage message = messages.poll(20, TimeUnit.SECONDS);
    assertThat(message).as("a message within 20 s").isNotNull();
    return message;
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }
}
