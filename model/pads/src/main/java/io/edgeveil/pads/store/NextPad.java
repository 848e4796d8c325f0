package io.edgeveil.pads.store;

/**
 * Which pad comes next.
 *
 * @param padFile public id of its pad file
 * @param index within that file
 */
public record NextPad(String padFile, long index) {}
