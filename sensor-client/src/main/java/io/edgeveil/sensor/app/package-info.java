/**
 * The sensor program: {@link io.edgeveil.sensor.app.Sensor} puts bundle, broker and inference
 * together, {@link io.edgeveil.sensor.app.SensorCommand} is its command line. Only wires; may use
 * every other package of the sensor and is used by none.
 */
package io.edgeveil.sensor.app;
