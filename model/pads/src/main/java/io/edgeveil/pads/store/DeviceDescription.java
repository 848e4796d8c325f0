package io.edgeveil.pads.store;

import io.edgeveil.core.wire.Ids;

/**
 * {@code device.json}: whose pads these are and for which model.
 *
 * @param device id
 * @param model id
 * @param version id
 * @param modelDigest 64 lower-case hexadecimal digits
 * @param bundle public id of this bundle, 16 lower-case hexadecimal digits
 */
public record DeviceDescription(
    String device, String model, String version, String modelDigest, String bundle) {

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if an id is none
   */
  public DeviceDescription {
    Ids.requireId("device", device);
    Ids.requireId("model", model);
    Ids.requireId("version", version);
    Ids.requireId("bundle", bundle);
    if (modelDigest == null) {
      throw new IllegalArgumentException("model_digest is missing");
    }
  }

  /** Whether pads of the other serve here too. */
  boolean sharesPadsWith(DeviceDescription other) {
    return device.equals(other.device) && modelDigest.equals(other.modelDigest);
  }
}
