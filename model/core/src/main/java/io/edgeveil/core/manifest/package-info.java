/**
 * The model bundle: a directory {@code models/<name>/<version>/} with {@code manifest.json}, {@code
 * weights.bin} (int8, for the gateway) and {@code sensor.bin} (float32, for the sensor).
 *
 * <p>The manifest names the SHA-256 of both files, so the SHA-256 of the manifest, the <i>model
 * digest</i>, pins everything; sensor and gateway can each compute it from the files they hold.
 */
package io.edgeveil.core.manifest;
