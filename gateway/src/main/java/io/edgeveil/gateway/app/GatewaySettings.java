package io.edgeveil.gateway.app;

import io.edgeveil.core.wire.Ids;
import io.edgeveil.gateway.serving.Limits;
import java.nio.file.Path;

/**
 * How one gateway runs.
 *
 * @param name its id, a topic level
 * @param models folder {@code <name>/<version>/} of bundles
 * @param broker its own or another one
 * @param kernel {@code auto}, {@code onednn}, {@code nd4j} or {@code reference}
 * @param threads that compute at once, at least 1
 * @param limits of the serving core
 * @param data folder in which the history of devices is kept
 * @param forgetHistory whether a history that is there is put aside
 * @param dealer whether it makes pads from seeds, for devices that it does not compute for
 * @param coap where it listens for CoAP
 * @param web where it listens for HTTP
 */
public record GatewaySettings(
    String name,
    Path models,
    BrokerSide broker,
    String kernel,
    int threads,
    Limits limits,
    Path data,
    boolean forgetHistory,
    boolean dealer,
    CoapSide coap,
    WebSide web) {

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if the name is no id or threads is below 1
   */
  public GatewaySettings {
    Ids.requireId("gateway name", name);
    if (threads < 1) {
      throw new IllegalArgumentException("at least 1 thread, got " + threads);
    }
  }

  /** Kernel chosen by itself, a thread for each processor, limits by the size of the heap. */
  public static GatewaySettings of(String name, Path models, BrokerSide broker) {
    return new GatewaySettings(
        name,
        models,
        broker,
        "auto",
        Runtime.getRuntime().availableProcessors(),
        Limits.forHeap(Runtime.getRuntime().maxMemory()),
        broker instanceof BrokerSide.Embedded embedded
            ? embedded.data().path()
            : Path.of("edgeveil-data"),
        false,
        false,
        CoapSide.OFF,
        WebSide.OFF);
  }

  /** The same with another kernel. */
  public GatewaySettings withKernel(String newKernel) {
    return new GatewaySettings(
        name, models, broker, newKernel, threads, limits, data, forgetHistory, dealer, coap, web);
  }

  /** The same with other limits. */
  public GatewaySettings withLimits(Limits newLimits) {
    return new GatewaySettings(
        name, models, broker, kernel, threads, newLimits, data, forgetHistory, dealer, coap, web);
  }

  /** The same with another folder for the history. */
  public GatewaySettings withData(Path newData) {
    return new GatewaySettings(
        name, models, broker, kernel, threads, limits, newData, forgetHistory, dealer, coap, web);
  }

  /** The same, taking seeds. */
  public GatewaySettings asDealer() {
    return new GatewaySettings(
        name, models, broker, kernel, threads, limits, data, forgetHistory, true, coap, web);
  }

  /** The same, listening for CoAP. */
  public GatewaySettings withCoap(CoapSide newCoap) {
    return new GatewaySettings(
        name, models, broker, kernel, threads, limits, data, forgetHistory, dealer, newCoap, web);
  }

  /** The same, listening for HTTP. */
  public GatewaySettings withWeb(WebSide newWeb) {
    return new GatewaySettings(
        name, models, broker, kernel, threads, limits, data, forgetHistory, dealer, coap, newWeb);
  }
}
