package io.edgeveil.pads.store;

/**
 * What can be told about a pad set without using it.
 *
 * @param padFile its public id, 16 lower-case hexadecimal digits
 * @param madeSeconds when it was made, seconds since 1970
 * @param made how many pads were made
 * @param left how many can still be taken
 */
public record PadSetFacts(String padFile, long madeSeconds, long made, long left) {}
