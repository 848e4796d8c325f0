/**
 * One private inference: quantise, mask, have the gateway multiply, unmask, go on.
 *
 * <p>Every result is held against the device's integrity secrets before anything rests on it.
 *
 * <p>What carries the messages is behind {@link io.edgeveil.sensor.inference.GatewayTransport};
 * transports depend on this package and never the reverse. Sessions, resending and the checks of
 * what comes back are here, once for every transport. Everything that comes back is hostile until
 * checked.
 *
 * <p>Words owned here: <i>exchange</i> (a masked tensor out, a masked result back), <i>round
 * trip</i> (one exchange, sent once), <i>figures</i> (what an inference cost).
 */
package io.edgeveil.sensor.inference;
