/**
 * A small certificate authority: one key, made on first need, that certifies the broker of a
 * gateway and everyone who may connect to it, for TLS 1.3.
 *
 * <pre>
 *   authority/
 *     ca.pem          the authority's certificate: what everyone trusts
 *     ca.key.pem      its key, 0600: whoever reads it can be anyone
 *     issued          one line a certificate ever issued: serial, expiry, role, name
 *     server.pem      the broker's certificate, renewed at a start when its names change or it
 *     server.key.pem  nears its end, and its key, 0600
 * </pre>
 *
 * <p>The keys that devices share with their gateway are derived from these certificates.
 *
 * <p>Words: a certificate's <em>name</em> is the common name of its subject, the id of a device or
 * gateway; its <em>role</em> is the organisational unit. <em>Superseded</em> is a certificate that
 * is still in date but counts no more, because another took its place or its owner was revoked.
 *
 * <p>Depends on Bouncy Castle and on nothing else of Edgeveil; {@code io.edgeveil.broker} and the
 * gateway may depend on it.
 */
package io.edgeveil.broker.certificate;
