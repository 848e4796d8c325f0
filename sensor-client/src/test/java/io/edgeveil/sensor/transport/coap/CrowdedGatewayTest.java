package io.edgeveil.sensor.transport.coap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.edgeveil.coap.CoapSettings;
import io.edgeveil.sensor.inference.TransportException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedMultiPskStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway that has no room for one more DTLS association, or no time to finish a handshake. */
class CrowdedGatewayTest {
  private static final byte[] KEY = "0123456789abcdef".getBytes(US_ASCII);

  private CoapServer gateway;
  private CoapEndpoint endpoint;

  @BeforeEach
  void start() throws Exception {
    Configuration settings = CoapSettings.udp(1 << 16);
    settings.set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.SERVER_ONLY);
    settings.set(DtlsConfig.DTLS_CIPHER_SUITES, CoapSettings.PSK_SUITES);
    settings.set(DtlsConfig.DTLS_MAX_CONNECTIONS, 1);
    AdvancedMultiPskStore keys = new AdvancedMultiPskStore();
    keys.setKey("pi-1", KEY);
    endpoint =
        CoapEndpoint.builder()
            .setConfiguration(settings)
            .setConnector(
                new DTLSConnector(
                    DtlsConnectorConfig.builder(settings)
                        .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .setAdvancedPskStore(keys)
                        .build()))
            .build();
    gateway = new CoapServer(settings);
    gateway.addEndpoint(endpoint);
    gateway.add(
        new CoapResource("v1")
            .add(
                new CoapResource("health") {
                  @Override
                  public void handleGET(CoapExchange exchange) {
                    exchange.respond("{}");
                  }
                }));
    gateway.start();
  }

  @AfterEach
  void stop() {
    gateway.destroy();
  }

  private CoapTransport connect(String key) throws Exception {
    return CoapTransport.connect(
        CoapAccess.to(
                new CoapAddress(
                    CoapAddress.Scheme.COAPS, "127.0.0.1", endpoint.getAddress().getPort()),
                "pi-1")
            .withKey(SharedKey.of(key.getBytes(US_ASCII)))
            .withTimeout(Duration.ofSeconds(5)));
  }

  @Test
  void oneThatIsFullMayHaveRoomLater() throws Exception {
    try (CoapTransport first = connect("0123456789abcdef")) {
      assertThat(first.isIdle()).isTrue();
      TransportException full =
          catchThrowableOfType(TransportException.class, () -> connect("0123456789abcdef"));
      assertThat(full.mayPass()).as(full.getMessage()).isTrue();
    }
  }
}
