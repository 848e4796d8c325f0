/**
 * A program's command line as a whole: how it is read, with the configuration file behind it, how
 * wrong usage is told, and the verbs that every program has. For the programs' {@code app}
 * packages.
 */
package io.edgeveil.command.program;
