/**
 * Ways to a gateway, over MQTT and over CoAP, and what they have in common. Depends on {@code
 * inference} for what is to be carried; {@code inference} does not know these packages.
 */
package io.edgeveil.sensor.transport;
