/**
 * What travels between sensor and gateway, whatever carries it: ids and topics, chunks of masked
 * tensors, and the JSON of session open and errors.
 *
 * <p>Everything decoded here comes from the network and is hostile until its bounds are checked;
 * what is wrong is a {@link io.edgeveil.core.wire.WireFormatException} that says so without
 * repeating the payload.
 */
package io.edgeveil.core.wire;
