/**
 * Tests of significance on residues, for the tests that look at the wire: whether tensors are
 * uniform and independent, and whether anything can be learnt from them.
 *
 * <p>Words owned here: <i>family</i> (tests that share one probability of a false alarm),
 * <i>level</i> (the p-value below which one test of a family is a rejection).
 */
package io.edgeveil.sensor.statistics;
