/**
 * What masking costs, side by side with sending nothing away and with the limits of the wire: one
 * run, one table, one file of results. Compiled in the profile {@code bench} only; nobody depends
 * on it. It runs the product as users do, by its command lines.
 *
 * <p>Words: a <i>section</i> answers one question; a <i>measurement</i> is one number of it, where
 * it makes sense with its ratio to another one taken in the same run.
 */
package io.edgeveil.bench;
