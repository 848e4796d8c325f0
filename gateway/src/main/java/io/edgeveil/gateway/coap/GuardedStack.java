package io.edgeveil.gateway.coap;

import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.network.CoapStackFactory;
import org.eclipse.californium.core.network.ExtendedCoapStackFactory;
import org.eclipse.californium.core.network.Outbox;
import org.eclipse.californium.core.network.stack.BaseCoapStack;
import org.eclipse.californium.core.network.stack.BlockwiseLayer;
import org.eclipse.californium.core.network.stack.CoapStack;
import org.eclipse.californium.core.network.stack.CongestionControlLayer;
import org.eclipse.californium.core.network.stack.ExchangeCleanupLayer;
import org.eclipse.californium.core.network.stack.Layer;
import org.eclipse.californium.core.network.stack.ObserveLayer;
import org.eclipse.californium.core.network.stack.TcpAdaptionLayer;
import org.eclipse.californium.core.network.stack.TcpExchangeCleanupLayer;
import org.eclipse.californium.core.network.stack.TcpObserveLayer;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;

/** Californium's stacks for UDP and TCP with a guard on either side of block-wise transfer. */
final class GuardedStack extends BaseCoapStack {
  private GuardedStack(
      boolean tcp,
      String tag,
      Configuration settings,
      EndpointContextMatcher matcher,
      Outbox outbox,
      Guard guard) {
    super(outbox);
    Layer above = new ResponseGuard(guard, settings);
    Layer blocks = new BlockwiseLayer(tag, tcp, settings, matcher);
    Layer below = new RequestGuard(guard, tcp);
    setLayers(
        tcp
            ? new Layer[] {
              new TcpExchangeCleanupLayer(),
              new TcpObserveLayer(settings),
              above,
              blocks,
              below,
              new TcpAdaptionLayer()
            }
            : new Layer[] {
              new ExchangeCleanupLayer(settings),
              new ObserveLayer(settings),
              above,
              blocks,
              below,
              CongestionControlLayer.newImplementation(tag, settings)
            });
  }

  /** Makes stacks under one guard. */
  @SuppressWarnings("deprecation") // the interface that takes its place extends it
  static CoapStackFactory under(Guard guard) {
    return new ExtendedCoapStackFactory() {
      @Override
      public CoapStack createCoapStack(
          String protocol,
          String tag,
          Configuration settings,
          EndpointContextMatcher matcher,
          Outbox outbox,
          Object custom) {
        return new GuardedStack(
            CoAP.isTcpProtocol(protocol), tag, settings, matcher, outbox, guard);
      }

      @Override
      public CoapStack createCoapStack(
          String protocol, String tag, Configuration settings, Outbox outbox, Object custom) {
        return createCoapStack(protocol, tag, settings, null, outbox, custom);
      }
    };
  }
}
