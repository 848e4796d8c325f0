package io.edgeveil.core.manifest;

/**
 * A file of the bundle.
 *
 * @param bytes its length
 * @param sha256 its digest, 64 lower-case hexadecimal digits
 */
public record Blob(long bytes, String sha256) {}
