/**
 * The sensor's side of the pads: the device bundle, and taking one pad after the other from it.
 *
 * <p>A device bundle is a directory with the pads of one device for one model: {@code device.json}
 * ({@link io.edgeveil.pads.store.DeviceDescription}), {@code manifest.json} and {@code sensor.bin}
 * of the model bundle, {@code pads.bin}, {@code state.bin} and {@code state.lock}; {@code
 * integrity.bin} and, where there was reason, the directory {@code quarantine}.
 */
package io.edgeveil.pads.store;
