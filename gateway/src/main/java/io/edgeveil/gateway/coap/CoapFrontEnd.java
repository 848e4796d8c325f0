package io.edgeveil.gateway.coap;

import io.edgeveil.broker.Accounts;
import io.edgeveil.broker.DeviceAccess;
import io.edgeveil.coap.CoapPaths;
import io.edgeveil.coap.CoapSettings;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.serving.Limit;
import io.edgeveil.gateway.serving.Limits;
import io.edgeveil.gateway.serving.Serving;
import io.edgeveil.gateway.status.HealthMeter;
import io.edgeveil.gateway.status.ListedModel;
import java.io.IOException;
import java.util.OptionalInt;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.util.DaemonThreadFactory;
import org.eclipse.californium.elements.util.ExecutorsUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway as CoAP clients see it. Listens from the start until {@link #close}.
 *
 * <p><b>Guarantee:</b> from other machines DTLS or TLS with a device's key or certificate is the
 * only way in; whoever loses its account, key or certificate loses its connection.
 */
public final class CoapFrontEnd implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CoapFrontEnd.class);
  private static final int MOST_ATTEMPTS = 20;
  private static final int OPENINGS_BYTES = 64 * OpenResource.LONGEST_BYTES;

  private final DeviceAccess access;
  private final HealthMeter meter;
  private final StatusResource health;
  private final Endpoints endpoints;
  private final CoapServer server;
  private OptionalInt plainPort = OptionalInt.empty();
  private OptionalInt securePort = OptionalInt.empty();

  private CoapFrontEnd(ModelRepository models, Serving serving, Limits limits, Accounts accounts)
      throws IOException {
    access = new DeviceAccess(accounts, this::putOut);
    Senders senders = new Senders(access);
    meter = new HealthMeter(serving::figures);
    health =
        StatusResource.observable(
            CoapPaths.HEALTH,
            "edgeveil.health",
            "How things stand",
            meter.json(),
            System::nanoTime);
    int chunkBytes = limits.count(Limit.CHUNK_BYTES);
    Resources resources =
        new Resources(
            models,
            chunkBytes,
            serving,
            senders,
            StatusResource.fixed(
                CoapPaths.MODELS,
                "edgeveil.models",
                "What is served",
                ListedModel.json(models.models())),
            health);
    endpoints =
        new Endpoints(
            chunkBytes,
            senders,
            new Guard(
                resources,
                transfers(limits),
                new Transfers(4 * OpenResource.LONGEST_BYTES, OPENINGS_BYTES, System::nanoTime),
                transfers(limits)));
    server = server(CoapSettings.udp(chunkBytes), resources, senders);
  }

  /** Half as much again as tensors themselves may take, each way. */
  private static Transfers transfers(Limits limits) {
    return new Transfers(
        limits.of(Limit.PENDING_BYTES_PER_DEVICE) / 2,
        limits.of(Limit.PENDING_BYTES) / 2,
        System::nanoTime);
  }

  private static CoapServer server(Configuration settings, Resources resources, Senders senders) {
    CoapServer made = new CoapServer(settings);
    made.setMessageDeliverer(new Deliverer(resources, senders, settings));
    made.setExecutors(
        ExecutorsUtil.newScheduledThreadPool(
            settings.get(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT),
            new DaemonThreadFactory("edgeveil-coap-")),
        ExecutorsUtil.newDefaultSecondaryScheduler("edgeveil-coap-timer-"),
        false);
    return made;
  }

  /**
   * Listens.
   *
   * @throws IOException if a port is in use
   */
  public static CoapFrontEnd start(
      ModelRepository models,
      Serving serving,
      Limits limits,
      Accounts accounts,
      CoapListeners listeners)
      throws IOException {
    CoapFrontEnd frontEnd = new CoapFrontEnd(models, serving, limits, accounts);
    try {
      frontEnd.listen(listeners);
      return frontEnd;
    } catch (IOException | RuntimeException e) {
      frontEnd.close();
      throw e;
    }
  }

  private void listen(CoapListeners listeners) throws IOException {
    if (listeners.plainPort().isPresent()) {
      plainPort =
          OptionalInt.of(
              listen(listeners.plainPort().getAsInt(), endpoints::plainTcp, endpoints::plainUdp));
    }
    if (listeners.secure().isPresent()) {
      CoapListeners.Secure secure = listeners.secure().get();
      securePort =
          OptionalInt.of(
              listen(
                  secure.port(),
                  port -> endpoints.tls(secure, port),
                  port -> endpoints.dtls(secure, port, access)));
    }
    server.start();
    plainPort.ifPresent(port -> LOG.info("CoAP on loopback at port {}", port));
    securePort.ifPresent(port -> LOG.info("CoAP with DTLS and TLS at port {}", port));
  }

  /** Makes an endpoint at a port. */
  private interface Maker {
    CoapEndpoint at(int port) throws IOException;
  }

  /** One port of TCP and of UDP; of those that are free, one that is free in both. */
  private int listen(int wanted, Maker tcp, Maker udp) throws IOException {
    for (int attempt = 1; ; attempt++) {
      CoapEndpoint first = started(tcp.at(wanted), wanted);
      int port = first.getAddress().getPort();
      try {
        var unused = started(udp.at(port), port);
        return port;
      } catch (IOException e) {
        if (wanted != 0 || attempt == MOST_ATTEMPTS) {
          throw e;
        }
        server.getEndpoints().remove(first);
        first.destroy();
      }
    }
  }

  /** The server itself would only log that an endpoint cannot be started. */
  private CoapEndpoint started(CoapEndpoint endpoint, int port) throws IOException {
    server.addEndpoint(endpoint);
    try {
      endpoint.start();
      return endpoint;
    } catch (IOException | RuntimeException e) {
      server.getEndpoints().remove(endpoint);
      endpoint.destroy();
      throw new IOException("cannot listen for CoAP on port " + port + ": " + e.getMessage(), e);
    }
  }

  /** Port of {@code coap://} and {@code coap+tcp://} on loopback; empty for none. */
  public OptionalInt plainPort() {
    return plainPort;
  }

  /** Port of {@code coaps://} and {@code coaps+tcp://}; empty for none. */
  public OptionalInt securePort() {
    return securePort;
  }

  /** Tells observers how things stand, if that has changed. To be called every now and then. */
  public void refresh() {
    health.refresh(meter.jsonIfChanged());
  }

  private void putOut() {
    if (endpoints != null) { // the accounts may change at once
      endpoints.putOut();
    }
  }

  /** Nothing comes in or goes out any more. */
  @Override
  public void close() {
    server.destroy();
    access.close();
  }
}
