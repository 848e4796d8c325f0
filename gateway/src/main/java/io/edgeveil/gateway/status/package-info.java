/**
 * What the gateway shows of itself: retained JSON under {@code edgeveil/gateway/<gateway>/}, made
 * for people with MQTT Explorer: flat, in a stable order, units in the keys, no dots in keys, times
 * in ISO 8601, and what changes in at most 150 bytes so that a hundred points can be plotted.
 *
 * <p>Nothing here is about any one inference's content.
 */
package io.edgeveil.gateway.status;
