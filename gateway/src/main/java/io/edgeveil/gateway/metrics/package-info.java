/**
 * The gateway's figures for Prometheus. Hears of the serving core's work; knows no transport.
 *
 * <p>Labels are models, layers, kinds of problem and, for a bounded number, devices; never anything
 * that a message brought.
 */
package io.edgeveil.gateway.metrics;
