/**
 * The command line of the owner's workstation: {@code import}, {@code plan}, {@code verify}, {@code
 * pads}. Only wires; all work is in the other packages.
 */
package io.edgeveil.prepare.app;
