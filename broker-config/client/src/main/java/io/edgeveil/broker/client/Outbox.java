package io.edgeveil.broker.client;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.common.MqttException;

/** What was published and is not yet acknowledged; nothing that enters leaves without an answer. */
final class Outbox {

  private final InFlightWindow window;
  private final Failures failures;
  private final Set<Delivery> undelivered = ConcurrentHashMap.newKeySet();

  Outbox(InFlightWindow window, Failures failures) {
    this.window = window;
    this.failures = failures;
  }

  /** Waits for room, sends, and promises an answer. */
  CompletableFuture<Void> send(OutgoingMessage message, Duration timeout, Sender sender)
      throws BrokerException, InterruptedException {
    long bytes = message.packetBytesBound();
    window.acquire(bytes, timeout);
    Delivery delivery = new Delivery(message.topic(), bytes);
    undelivered.add(delivery);
    try {
      // One at a time: Paho hands out topic aliases outside its own lock, and the packet that
      // introduces an alias
      // must be the first to use it.
      synchronized (this) {
        sender.send(delivery);
      }
      return delivery.done;
    } catch (MqttException e) {
      BrokerException failure = failures.asking(delivery.what(), e);
      delivery.fail(failure);
      throw failure;
    }
  }

  /** Waits until everything is answered; false if something is not when the time is up. */
  boolean awaitEmpty(Duration timeout) throws InterruptedException {
    return window.awaitEmpty(timeout);
  }

  /** Answers everything with a failure and takes nothing more. */
  void shut(BrokerException reason) {
    window.shut();
    undelivered.forEach(delivery -> delivery.fail(reason));
  }

  /** Hands a message to Paho. */
  interface Sender {
    void send(MqttActionListener acknowledged) throws MqttException;
  }

  /** One message until it is acknowledged. */
  private final class Delivery implements MqttActionListener {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final String topic;
    private final long bytes;

    Delivery(String topic, long bytes) {
      this.topic = topic;
      this.bytes = bytes;
    }

    @Override
    public void onSuccess(IMqttToken token) {
      int code = Failures.worstReasonCode(token);
      if (code >= ReasonCode.FIRST_REFUSAL) {
        fail(failures.refused(what(), code));
      } else if (leave()) {
        done.complete(null);
      }
    }

    @Override
    public void onFailure(IMqttToken token, Throwable failure) {
      fail(failures.asking(what(), failure));
    }

    void fail(BrokerException failure) {
      if (leave()) {
        done.completeExceptionally(failure);
      }
    }

    String what() {
      return "a message to '" + topic + "'";
    }

    private boolean leave() {
      boolean first = undelivered.remove(this);
      if (first) {
        window.release(bytes);
      }
      return first;
    }
  }
}
