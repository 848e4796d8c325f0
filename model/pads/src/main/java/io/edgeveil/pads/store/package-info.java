/**
 * The sensor's pads: the device bundle, and taking one pad after the other from it.
 *
 * <pre>
 *   DIR/device.json      {@link io.edgeveil.pads.store.DeviceDescription}: whose pads, for which model
 *       manifest.json    of the model bundle
 *       sensor.bin       of the model bundle
 *       integrity.bin    0600: see {@link io.edgeveil.pads.integrity}
 *       quarantine/      where there was reason: see {@link io.edgeveil.pads.quarantine}
 *       usage.json       when how many pads were used
 *       pads.lock        held by the sensor that takes pads
 *       adding.lock      held by whoever adds pad sets
 *       pads/                        0700
 *         0123456789abcdef/          0700: a pad set, named by its pad file's id
 *           pads.bin  state.bin      0600
 *         .new-…  .coming-…  .going-…  not usable: in the making, or on the way
 * </pre>
 *
 * <p>A pad set is whole from the moment it has its name: it is written under another one, forced,
 * renamed, and the directory forced. A set keeps its directory when all its pads are used, without
 * its records, so that a copy of it cannot come in again.
 */
package io.edgeveil.pads.store;
