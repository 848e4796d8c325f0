package io.edgeveil.core.wire;

/**
 * What a sensor publishes to open a session.
 *
 * @param model id of the model
 * @param version id of its version
 * @param modelDigest 64 lower-case hexadecimal digits
 * @param padFile public id of the device's pad file; inference indices count within it
 * @param nextInference index of the next pad, not negative
 * @param chunkBytes largest chunk the sensor wants to send or receive, header included
 * @param packing of residues that the sensor wishes, in both directions
 */
public record SessionRequest(
    String model,
    String version,
    String modelDigest,
    String padFile,
    long nextInference,
    int chunkBytes,
    Packing packing) {}
