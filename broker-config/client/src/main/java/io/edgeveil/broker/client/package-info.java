/**
 * How both sides reach an MQTT 5 broker: one small facade over Eclipse Paho, with its defects
 * cured, so that neither gateway nor sensor ever names a Paho type.
 *
 * <p>{@link io.edgeveil.broker.client.BrokerConnection} is one connection and ends when that
 * connection ends; {@link io.edgeveil.broker.client.BrokerLink} replaces a lost connection by a new
 * one. What differs from plain Paho: sockets send at once (TCP_NODELAY), payloads are read in bulk
 * (module {@code broker-config/paho}), messages in flight are bounded in bytes, a message is
 * acknowledged only after its listener has returned, a listener's exception is logged and reported,
 * and every refusal by the broker is a checked exception that says what to do.
 *
 * <p>Threads: listeners are called on one thread of the connection's own, in the order of arrival,
 * and may publish and subscribe from there. Continuations of the future of a publish run on a
 * network thread and must not block.
 *
 * <p>Words: a <em>window</em> is what may be in flight, unacknowledged, at once; a <em>filter</em>
 * is a subscription pattern, a <em>topic</em> never has wildcards.
 *
 * <p>The gateway and the sensor may depend on it; it depends on no other package of Edgeveil.
 */
package io.edgeveil.broker.client;
