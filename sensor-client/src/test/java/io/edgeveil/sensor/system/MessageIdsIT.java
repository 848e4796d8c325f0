package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.coap.CoapPaths;
import io.edgeveil.sensor.transport.coap.CoapAddress.Scheme;
import io.edgeveil.sensor.transport.coap.CoapTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.config.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One endpoint asks so often that message ids come round, and is answered every time. As
 * Californium is by default, it stalls after some 60,000 requests: each id is held for four
 * minutes.
 *
 * <p>Another number of requests: {@code mvn -pl sensor-client -am verify -Dtest=none
 * -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=MessageIdsIT
 * -Dfailsafe.failIfNoSpecifiedTests=false -DargLine=-Dedgeveil.messages=70000}.
 */
class MessageIdsIT {
  private static final int REQUESTS = Integer.getInteger("edgeveil.messages", 210_000);
  private static final int AT_ONCE = 16;
  private static final int PATIENCE_SECONDS = 10;

  @TempDir Path home;

  @Test
  void theyComeRoundAndEveryRequestIsAnswered() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      system.startGatewayWithCoap();
      int port = system.coap(Scheme.COAP).port();
      assertThat(answered(CoapTransport.configuration(Scheme.COAP), port)).isEqualTo(REQUESTS);
    }
  }

  /** How many requests were answered before one was not, or all were. */
  static int answered(Configuration configuration, int port) throws Exception {
    CoapEndpoint sensor = CoapEndpoint.builder().setConfiguration(configuration).build();
    sensor.start();
    try {
      EndpointContext gateway =
          new AddressEndpointContext(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();
      int asked = 0;
      for (int answered = 0; answered < REQUESTS; answered++) {
        while (asked < REQUESTS && asked - answered < AT_ONCE) {
          ask(sensor, gateway, ended);
          asked++;
        }
        Boolean good = ended.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (good == null || !good) {
          return answered;
        }
      }
      return REQUESTS;
    } finally {
      sensor.destroy();
    }
  }

  private static void ask(
      CoapEndpoint sensor, EndpointContext gateway, BlockingQueue<Boolean> ended) {
    Request request = Request.newGet();
    CoapPaths.health().forEach(request.getOptions()::addUriPath);
    request.setDestinationContext(gateway);
    request.addMessageObserver(
        new MessageObserverAdapter() {
          @Override
          public void onResponse(Response response) {
            ended.add(response.isSuccess());
          }

          @Override
          protected void failed() {
            ended.add(false);
          }
        });
    request.send(sensor);
  }
}
