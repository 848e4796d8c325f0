/** Files that only their owner may read. Used wherever a secret touches the disk; uses nothing. */
package io.edgeveil.pads.file;
