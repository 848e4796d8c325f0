/**
 * What both ends of CoAP agree on: paths, content formats, errors, the option that holds a
 * password, how a reply's chunks make one body, and how Californium is set up. A chunk's bytes are
 * the same as on MQTT; see {@link io.edgeveil.core.wire}.
 *
 * <p>Both the gateway and the sensor may depend on it. It knows no mask, no pad and no inside of
 * either end. Its words are CoAP's (RFC 7252): request, response, option; block-wise transfer (RFC
 * 7959), BERT (RFC 8323), concise problem details (RFC 9290).
 */
package io.edgeveil.coap;
