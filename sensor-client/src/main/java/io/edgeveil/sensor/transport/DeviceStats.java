package io.edgeveil.sensor.transport;

/**
 * The retained {@code stats} of a device: numbers to be plotted, in at most 150 bytes of JSON.
 *
 * @param inferences since it connected
 * @param latencyMs of the last one, in milliseconds
 * @param padsLeft after it
 * @param sentBytes for it
 * @param receivedBytes for it
 */
public record DeviceStats(
    long inferences, long latencyMs, long padsLeft, long sentBytes, long receivedBytes) {}
