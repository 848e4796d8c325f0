package io.edgeveil.sensor.transport.coap;

import io.edgeveil.broker.client.AddressParts;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.InMemoryMessageExchangeStore;
import org.eclipse.californium.core.network.MessageExchangeStore;
import org.eclipse.californium.core.network.RandomTokenGenerator;
import org.eclipse.californium.core.network.TokenGenerator;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.config.Configuration;

/**
 * An endpoint of Californium's and its threads, for one gateway. Once it is {@linkplain #isLost
 * lost} it stays so: another one takes its place.
 */
final class CoapConnection implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;
  private static final String NO_TAG = "";

  private final CoapFailures failures;
  private final boolean connected;
  private final EndpointContext gateway;
  private final MessageExchangeStore exchanges;
  private final CoapEndpoint endpoint;
  private final ScheduledThreadPoolExecutor thread;
  private final Set<Question> asked = ConcurrentHashMap.newKeySet();
  private volatile boolean answered;
  private volatile InferenceException lost; // null: not yet

  private CoapConnection(
      CoapAccess access, CoapFailures failures, InetAddress host, Configuration configuration) {
    CoapAddress address = access.address();
    this.failures = failures;
    this.connected = address.scheme() != CoapAddress.Scheme.COAP;
    boolean named = !AddressParts.isAddress(address.host());
    this.gateway =
        new AddressEndpointContext(
            new InetSocketAddress(host, address.port()), named ? address.host() : null, null);
    Connector connector = Connectors.of(access, configuration, this::lost);
    TokenGenerator tokens = new RandomTokenGenerator(configuration);
    this.exchanges = new InMemoryMessageExchangeStore(NO_TAG, configuration, tokens);
    this.endpoint =
        CoapEndpoint.builder()
            .setConfiguration(configuration)
            .setConnector(connector)
            .setTokenGenerator(tokens)
            .setMessageExchangeStore(exchanges)
            .build();
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread fresh = Executors.defaultThreadFactory().newThread(work);
              fresh.setName("edgeveil-coap");
              fresh.setDaemon(true);
              return fresh;
            });
    thread.setRemoveOnCancelPolicy(true); // most timers of retransmission never fire
    endpoint.setExecutors(thread, thread);
  }

  /**
   * Starts an endpoint; nothing is sent yet.
   *
   * @throws TransportException if the host has no address, or no socket can be had
   */
  static CoapConnection open(CoapAccess access, CoapFailures failures, Configuration configuration)
      throws TransportException {
    InetAddress host;
    try {
      host = InetAddress.getByName(access.address().host());
    } catch (UnknownHostException e) {
      throw failures.unreachable("unknown host " + access.address().host());
    }
    CoapConnection connection = new CoapConnection(access, failures, host, configuration);
    try {
      connection.endpoint.start();
      return connection;
    } catch (IOException e) {
      connection.close();
      throw failures.unreachable(String.valueOf(e.getMessage()));
    }
  }

  /** Sends a request that goes to this gateway, in blocks where it is large. */
  Question ask(Request request, BlockingQueue<Question> ended) {
    request.setDestinationContext(gateway);
    Question question = new Question(request, failures, ended);
    asked.add(question);
    if (lost == null) {
      request.send(endpoint);
    }
    if (lost != null) {
      question.fail(lost);
    }
    return question;
  }

  /** Nobody waits for it any more: what Californium keeps of it is let go. */
  void forget(Question question) {
    asked.remove(question);
    answered |= question.isAnswered();
    question.request().cancel();
  }

  /**
   * How often the last flight of a DTLS handshake was sent again, if that is what is waited for.
   */
  int lastFlightsRepeated() {
    return asked.stream()
        .mapToInt(question -> question.repeated(CoapFailures.LAST_FLIGHT))
        .max()
        .orElse(0);
  }

  /**
   * No answer came in time. A gateway that has been started again knows nothing of a connection,
   * and may not say so: the next one begins anew, but over UDP, which has none.
   */
  void silent() {
    if (connected) {
      fail(failures.closed());
    }
  }

  private void lost(Throwable reason) {
    fail(failures.lost(reason, answered));
  }

  /** Ends all that is under way; another connection is to be opened. */
  void fail(InferenceException reason) {
    lost = reason;
    asked.forEach(question -> question.fail(reason));
  }

  /** Whether nothing is under way, nor remembered to tell it from what may come again. */
  boolean isIdle() {
    return asked.isEmpty() && exchanges.isEmpty();
  }

  boolean isLost() {
    return lost != null;
  }

  /** Ends it; none of its threads is left. */
  @Override
  public void close() {
    fail(failures.closed());
    endpoint.destroy();
    thread.shutdownNow();
    try {
      var unused = thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
