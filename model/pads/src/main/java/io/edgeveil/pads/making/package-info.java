/**
 * The workstation's side of the pads: drawing a key chain, expanding masks, sealing their images
 * and laying out a device bundle. What computes the images is handed in.
 */
package io.edgeveil.pads.making;
