/**
 * The MQTT 5 front end: from topics and messages to the serving core and back, and the link to the
 * broker.
 *
 * <p>The device is the last level of a topic: the broker's permissions see to it that no other
 * device publishes there. Answers go to that device's reply topic and nowhere else, whatever a
 * message asks for.
 */
package io.edgeveil.gateway.mqtt;
