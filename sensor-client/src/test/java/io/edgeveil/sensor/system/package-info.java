/** The whole system on real networks and a real broker, on loopback. */
package io.edgeveil.sensor.system;
