package io.edgeveil.sensor.transport.mqtt;

/**
 * The retained {@code error} of a device: why its last inference came to nothing.
 *
 * @param error for a person; nothing about inputs or results
 * @param at ISO-8601
 */
record DeviceError(String error, String at) {}
