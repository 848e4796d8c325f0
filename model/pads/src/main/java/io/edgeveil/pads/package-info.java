/**
 * What must never reach a gateway: the keys, masks and mask images of one device.
 *
 * <p>Used by the workstation that makes pads and by the sensor that spends them; by nobody else.
 * Words owned by the packages below: <i>pad</i> (the single-use mask and mask image of every linear
 * layer of one inference), <i>chain key</i> (C_i), <i>pad key</i> (K_i), <i>record</i> (the sealed
 * mask images of one pad), <i>state</i> (how far the chain has been spent), <i>device bundle</i>
 * (the directory that holds all of it).
 */
package io.edgeveil.pads;
