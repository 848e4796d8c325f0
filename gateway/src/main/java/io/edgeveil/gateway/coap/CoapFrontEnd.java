package io.edgeveil.gateway.coap;

import io.edgeveil.broker.Accounts;
import io.edgeveil.broker.DeviceAccess;
import io.edgeveil.coap.CoapPaths;
import io.edgeveil.coap.CoapSettings;
import io.edgeveil.coap.PasswordOption;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.serving.Limit;
import io.edgeveil.gateway.serving.Limits;
import io.edgeveil.gateway.serving.Serving;
import io.edgeveil.gateway.status.HealthMeter;
import io.edgeveil.gateway.status.ListedModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.Endpoint;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.ServerMessageDeliverer;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.util.DaemonThreadFactory;
import org.eclipse.californium.elements.util.ExecutorsUtil;

/** The gateway as CoAP clients see it. Listens from the start until {@link #close}. */
public final class CoapFrontEnd implements AutoCloseable {
  private final DeviceAccess access;
  private final HealthMeter meter;
  private final StatusResource health;
  private final Resources resources;
  private final Configuration settings;
  private final CoapServer server;
  private int plainPort;

  private CoapFrontEnd(ModelRepository models, Serving serving, Limits limits, Accounts accounts)
      throws IOException {
    this.access = new DeviceAccess(accounts, () -> {});
    this.meter = new HealthMeter(serving::figures);
    this.health =
        StatusResource.observable(
            CoapPaths.HEALTH,
            "edgeveil.health",
            "How things stand",
            meter.json(),
            System::nanoTime);
    int chunkBytes = limits.count(Limit.CHUNK_BYTES);
    this.resources =
        new Resources(
            models,
            chunkBytes,
            serving,
            new Senders(access),
            StatusResource.fixed(
                CoapPaths.MODELS,
                "edgeveil.models",
                "What is served",
                ListedModel.json(models.models())),
            health);
    this.settings = CoapSettings.udp(chunkBytes);
    this.server = server();
  }

  /**
   * Listens.
   *
   * @param plainPort of {@code coap://} on loopback; 0 for any
   * @throws IOException if a port is in use
   */
  public static CoapFrontEnd start(
      ModelRepository models, Serving serving, Limits limits, Accounts accounts, int plainPort)
      throws IOException {
    CoapFrontEnd frontEnd = new CoapFrontEnd(models, serving, limits, accounts);
    try {
      frontEnd.listen(plainPort);
      return frontEnd;
    } catch (IOException | RuntimeException e) {
      frontEnd.close();
      throw e;
    }
  }

  private void listen(int port) throws IOException {
    Endpoint udp =
        new CoapEndpoint.Builder()
            .setConfiguration(settings)
            .setInetSocketAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .setOptionRegistry(PasswordOption.registry())
            .build();
    server.addEndpoint(udp);
    udp.start(); // the server would only log that it cannot
    server.start();
    plainPort = udp.getAddress().getPort();
  }

  /** Port of {@code coap://} on loopback. */
  public int plainPort() {
    return plainPort;
  }

  /** Tells observers how things stand, if that has changed. To be called every now and then. */
  public void refresh() {
    health.refresh(meter.jsonIfChanged());
  }

  /** Nothing comes in or goes out any more. */
  @Override
  public void close() {
    server.destroy();
    access.close();
  }

  private CoapServer server() {
    CoapServer made = new CoapServer(settings);
    made.setMessageDeliverer(
        new ServerMessageDeliverer(resources.root(), settings) {
          @Override
          protected Resource findResource(Exchange exchange) {
            return resources.at(exchange.getRequest().getOptions().getUriPath());
          }
        });
    made.setExecutors(
        ExecutorsUtil.newScheduledThreadPool(
            settings.get(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT),
            new DaemonThreadFactory("edgeveil-coap-")),
        ExecutorsUtil.newDefaultSecondaryScheduler("edgeveil-coap-timer-"),
        false);
    return made;
  }
}
