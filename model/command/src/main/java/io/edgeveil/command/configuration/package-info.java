/**
 * One YAML file for each program that runs for long. Used by {@code command.program} alone.
 *
 * <p>Words: a <i>key</i> is the long name of an option without its dashes; whatever a file says can
 * be typed, because it becomes an argument. A file speaks for one verb, and for every other verb
 * that has the very same option. The command line counts more than the file, the file more than an
 * option's default.
 */
package io.edgeveil.command.configuration;
