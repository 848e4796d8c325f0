/**
 * The same rules for a broker that is not ours: Eclipse Mosquitto's configuration, access list and
 * revocation list, written from the accounts and the table of {@link
 * io.edgeveil.broker.Permissions}.
 *
 * <p>The gateway may depend on it.
 */
package io.edgeveil.broker.mosquitto;
