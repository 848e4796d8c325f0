/**
 * When how many pads were used: a small record in the device bundle that says when pads will run
 * out. Nothing in it is secret, and nothing rests on it.
 */
package io.edgeveil.pads.usage;
