package io.edgeveil.sensor.app;

import java.io.IOException;

/** How an address is reached: straight, or by another one that leads there. */
@FunctionalInterface
interface Route {
  /** Where the address says. */
  Route STRAIGHT = address -> address;

  /** What to connect to; its host proves to be the same in its certificate. */
  GatewayAddress by(GatewayAddress address) throws IOException;
}
