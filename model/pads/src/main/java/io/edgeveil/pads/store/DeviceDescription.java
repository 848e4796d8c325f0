package io.edgeveil.pads.store;

import io.edgeveil.core.wire.Ids;

/**
 * {@code device.json}: whose pads these are and for which model.
 *
 * @param device id
 * @param model id
 * @param version id
 * @param modelDigest 64 lower-case hexadecimal digits
 * @param padFile public id of the pad file, 16 lower-case hexadecimal digits
 * @param pads how many were made
 */
public record DeviceDescription(
    String device, String model, String version, String modelDigest, String padFile, long pads) {

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if an id is none
   */
  public DeviceDescription {
    Ids.requireId("device", device);
    Ids.requireId("model", model);
    Ids.requireId("version", version);
    if (modelDigest == null || padFile == null) {
      throw new IllegalArgumentException("model_digest or pad_file is missing");
    }
  }
}
