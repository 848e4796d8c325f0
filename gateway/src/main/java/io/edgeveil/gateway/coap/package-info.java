/**
 * The CoAP front end: from requests to the serving core and back, and the endpoints that devices
 * reach.
 *
 * <p>Only {@code app} depends on it. Who sent a request is known from DTLS or TLS; without them,
 * which is on loopback alone, from the password that opened the session and from the session since.
 * Its words are RFC 7252's; {@link io.edgeveil.coap} holds what the sensor must know too.
 */
package io.edgeveil.gateway.coap;
