package io.edgeveil.sensor.transport.mqtt;

/**
 * The retained {@code state} of a device.
 *
 * @param state {@code online} or {@code offline}
 * @param model name and version of the model it has pads for
 * @param since ISO-8601, or empty where the broker says it for the device
 */
record DeviceState(String state, String model, String since) {}
