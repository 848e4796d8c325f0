/**
 * The program: command line, logging, data folder, and the wiring of broker, models, serving core
 * and front end. Nothing here computes.
 */
package io.edgeveil.gateway.app;
