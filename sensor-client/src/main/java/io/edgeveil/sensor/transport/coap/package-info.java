/**
 * {@link io.edgeveil.sensor.transport.coap.CoapTransport}: a way to a gateway over CoAP, by UDP,
 * DTLS, TCP or TLS. What both ends must agree on is in {@code io.edgeveil.coap}.
 *
 * <p>Words: a <i>question</i> is a request and what becomes of it; a <i>connection</i> is an
 * endpoint of Californium's for one gateway, also over UDP, where the gateway knows nothing of it.
 */
package io.edgeveil.sensor.transport.coap;
