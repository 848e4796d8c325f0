/**
 * What keeps secrets in memory from getting to the disk. Used by the programs that hold pads, when
 * they start; uses nothing.
 */
package io.edgeveil.pads.memory;
