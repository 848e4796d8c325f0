/**
 * What {@code doctor} looks at on any machine, and how it tells what it found. For the programs'
 * {@code app} packages.
 *
 * <p>Words: an <i>examination</i> makes <i>findings</i>, each with a <i>verdict</i>.
 */
package io.edgeveil.command.doctor;
