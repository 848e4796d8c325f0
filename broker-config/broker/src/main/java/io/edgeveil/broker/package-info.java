/**
 * The broker inside the gateway: HiveMQ Community Edition, embedded, closed to everyone without an
 * account, with limits that fit tensors, and the one table of who may do what on which topic.
 *
 * <p>{@link io.edgeveil.broker.EmbeddedBroker} starts and stops it, {@link
 * io.edgeveil.broker.Accounts} is the file of users, {@link io.edgeveil.broker.Permissions} the
 * table. Only the gateway may depend on this package; the sensor never does.
 *
 * <p>Words: an <em>account</em> is a name with a role and a password; a device's or a gateway's
 * account bears the device's or the gateway's id as its name. A <em>permission</em> is an action
 * and a topic filter.
 *
 * <p>HiveMQ logs through slf4j and its jar carries a {@code logback.xml} at its root: a program
 * with this package on its class path names its own configuration by the system property {@code
 * logback.configurationFile} before the first logger is made.
 */
package io.edgeveil.broker;
