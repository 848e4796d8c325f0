/**
 * One of the two packages of Eclipse Paho in which Edgeveil replaces a class.
 *
 * <p>Paho 1.2.5 copies each payload three times on its way to the application. The {@code
 * MqttInputStream} here takes the place of Paho's when it is repackaged (see this module's
 * README.md).
 */
package org.eclipse.paho.mqttv5.client.wire;
