/**
 * Ways to a gateway: {@link io.edgeveil.sensor.transport.MqttTransport} over any MQTT 5 broker, and
 * the retained status topics that go with it. Depends on {@code inference} for what is to be
 * carried; {@code inference} does not know this package.
 */
package io.edgeveil.sensor.transport;
