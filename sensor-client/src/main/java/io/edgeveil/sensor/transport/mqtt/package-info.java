/**
 * {@link io.edgeveil.sensor.transport.mqtt.MqttTransport}: a way to a gateway over any MQTT 5
 * broker, and the retained status topics that go with it.
 */
package io.edgeveil.sensor.transport.mqtt;
