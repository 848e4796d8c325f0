package io.edgeveil.gateway.app;

import io.edgeveil.broker.ViewerAccess;
import io.edgeveil.broker.certificate.ServerIdentity;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.Viewer;
import io.edgeveil.gateway.metrics.Meters;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.gateway.serving.ServingFigures;
import io.edgeveil.gateway.serving.ServingListener;
import io.edgeveil.gateway.status.Info;
import io.edgeveil.gateway.watch.Sensors;
import io.edgeveil.gateway.watch.Watch;
import io.edgeveil.gateway.web.Contents;
import io.edgeveil.gateway.web.HttpListener;
import io.edgeveil.gateway.web.WebServer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What of a gateway can be watched over HTTP, from before it serves until after. */
final class Watching implements AutoCloseable {
  private final Watch watch = new Watch(Instant::now, System::nanoTime);
  private final Info info;
  private final Meters meters;
  private WebServer web;

  Watching(Info info) {
    this.info = info;
    this.meters = new Meters(info);
  }

  /** Hears of what the core does. */
  ServingListener listener() {
    return ServingListener.all(List.of(watch, meters));
  }

  /** Hears of what devices publish of themselves. */
  Sensors sensors() {
    return watch.sensors();
  }

  /**
   * Listens for HTTP.
   *
   * @param broker its address, as it is shown
   * @throws IOException if the port is in use, or there are no accounts and can be none
   */
  WebServer listen(
      GatewaySettings settings,
      List<String> names,
      String broker,
      List<ServedModel> models,
      Supplier<ServingFigures> figures,
      BooleanSupplier brokerConnected)
      throws IOException {
    meters.show(figures, brokerConnected);
    web =
        WebServer.start(
            new HttpListener(
                settings.web().bindAddress(),
                settings.web().port().getAsInt(),
                secure(settings, names, broker)),
            new Contents(
                Watch.facts(settings.name(), info, broker, settings.dealer(), models),
                watch,
                meters,
                figures,
                brokerConnected,
                () -> brokerConnected.getAsBoolean() && !models.isEmpty()));
    return web;
  }

  private static Optional<HttpListener.Secure> secure(
      GatewaySettings settings, List<String> names, String broker) throws IOException {
    if (!settings.web().isSecure()) {
      return Optional.empty();
    }
    DataFolder data = new DataFolder(settings.data());
    var unused = Viewer.in(data, broker); // there is one from now on, whatever the broker
    return Optional.of(
        new HttpListener.Secure(
            ServerIdentity.of(data.authority(), names), new ViewerAccess(data.accounts())));
  }

  @Override
  public void close() {
    if (web != null) {
      web.close();
    }
    meters.close();
  }
}
