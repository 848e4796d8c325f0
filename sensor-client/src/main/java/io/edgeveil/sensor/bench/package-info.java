/**
 * What measuring a sensor needs and a sensor does not: a slow link between it and its gateway, and
 * what its process spends. Used by the sensor's command line alone; knows nothing of inference.
 *
 * <p>Words: a <i>link</i> has a rate and a delay; a <i>lane</i> is one direction of one connection
 * over it.
 */
package io.edgeveil.sensor.bench;
