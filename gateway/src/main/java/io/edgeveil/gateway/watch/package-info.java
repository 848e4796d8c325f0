/**
 * What an operator watches: figures over time, layers and how long they take, sensors, alarms, and
 * glimpses of the masked tensors. Hears of it from the serving core and from what devices publish
 * of themselves; the web page shows it.
 *
 * <p>Everything here is bounded, whatever devices send, and everything a device has written is text
 * to be shown, never to be interpreted. Depends on {@code serving}, {@code model} and {@code
 * status}; knows no transport.
 */
package io.edgeveil.gateway.watch;
