/**
 * The state file: which pad is next and the chain key that makes it, kept so that no crash, torn
 * write or full disk can bring a spent key back.
 *
 * <p>Two slots take turns. A new state goes into the slot that is empty, is forced to the disk, and
 * only then is the old slot overwritten with zeros. Whatever moment the power fails, at least one
 * whole slot is left, and the newer of two counts.
 *
 * <p>A state is normally moved on ahead of time. A pad that was reserved so and that nobody used
 * goes back when the file is closed; a process that dies with one loses it.
 *
 * <p>On flash memory an overwritten sector may survive inside the chip until it is reused; the
 * promise about a stolen device ends there.
 */
package io.edgeveil.pads.state;
