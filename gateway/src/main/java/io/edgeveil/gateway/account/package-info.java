/**
 * The data folder of a gateway with its own broker, and the accounts kept there: devices, and the
 * viewer that people watch with.
 *
 * <pre>
 *   edgeveil-data/
 *     accounts        password hashes and fingerprints of certificates, 0600
 *     authority/      the certificate authority, its key 0600
 *     viewer/         certificate and key of the viewer, for tools on other machines
 *     viewer.json     user, password and address of the viewer, 0600
 *     broker.json     where the broker was last to be reached
 *     coap.key        what the devices' pre-shared keys are derived from, 0600
 *     broker/         what the embedded broker writes
 * </pre>
 *
 * <p>Passwords and keys leave this package only into files of mode 0600 and, for the viewer's, to
 * the screen.
 */
package io.edgeveil.gateway.account;
