/**
 * Making pads: drawing a key chain, finding the images of its masks, sealing them and laying out a
 * pad set in a device bundle. Where the images come from is handed in: on a workstation from the
 * model's weights, on a device from a dealer.
 */
package io.edgeveil.pads.making;
