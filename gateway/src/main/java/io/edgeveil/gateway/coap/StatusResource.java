package io.edgeveil.gateway.coap;

import io.edgeveil.coap.ContentFormats;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.server.resources.CoapExchange;

/** A text in JSON that everyone who is connected may read. */
final class StatusResource extends GatewayResource {
  /** Below Max-Age's 60 s: an observer who hears nothing for so long asks anew. */
  private static final long LONGEST_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(45);

  private final LongSupplier nanoTime;
  private volatile byte[] json;
  private long toldNanos;

  private StatusResource(String name, String type, String title, byte[] json, LongSupplier clock) {
    super(name, Code.GET, NONE, ContentFormats.JSON, 0);
    this.json = json;
    this.nanoTime = clock;
    this.toldNanos = clock.getAsLong();
    getAttributes().addResourceType(type);
    getAttributes().setTitle(title);
    getAttributes().setMaximumSizeEstimate(json.length);
  }

  /** A text that stays as it is. */
  static StatusResource fixed(String name, String type, String title, byte[] json) {
    return new StatusResource(name, type, title, json, () -> 0);
  }

  /** A text that changes, and can be observed. */
  static StatusResource observable(
      String name, String type, String title, byte[] json, LongSupplier nanoTime) {
    StatusResource resource = new StatusResource(name, type, title, json, nanoTime);
    resource.setObservable(true);
    // Confirmable every now and then, all the same, to find out who is gone: CoapSettings.
    resource.setObserveType(CoAP.Type.NON);
    resource.getAttributes().setObservable();
    return resource;
  }

  /** Tells observers if there is a newer text, or if they have not heard for long. */
  synchronized void refresh(Optional<byte[]> newer) {
    long now = nanoTime.getAsLong();
    if (newer.isEmpty() && now - toldNanos < LONGEST_SILENCE_NANOS) {
      return;
    }
    newer.ifPresent(text -> json = text);
    toldNanos = now;
    changed();
  }

  @Override
  public void handleGET(CoapExchange exchange) {
    exchange.respond(Responses.of(ResponseCode.CONTENT, ContentFormats.JSON, json));
  }
}
