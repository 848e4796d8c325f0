/**
 * What each program does about its memory when it starts: nothing of it gets to the disk, and a
 * process that has none left ends. Used by the programs' {@code main} alone; uses nothing.
 */
package io.edgeveil.command.memory;
