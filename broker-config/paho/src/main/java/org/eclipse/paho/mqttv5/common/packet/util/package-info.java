/**
 * One of the two packages of Eclipse Paho in which Edgeveil replaces a class.
 *
 * <p>Paho 1.2.5 reads each payload byte by byte because its {@code CountingInputStream} overrides
 * {@code read()} alone. The class here takes its place when Paho is repackaged (see this module's
 * README.md); everything else in the jar is Paho's own. Only {@code broker-config/client} may
 * depend on this module.
 */
package org.eclipse.paho.mqttv5.common.packet.util;
