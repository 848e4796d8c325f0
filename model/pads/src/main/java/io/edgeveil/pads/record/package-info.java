/**
 * The pad file: a header and one sealed record of mask images per pad, all of the same length.
 *
 * <p>{@link io.edgeveil.pads.record.PadFileFormat} is the page of the format. A record is sealed
 * with ChaCha20-Poly1305 (RFC 8439) under a key of its own pad, so it can be opened by nobody once
 * the chain has moved on, and a changed bit is an error and never a wrong answer.
 */
package io.edgeveil.pads.record;
