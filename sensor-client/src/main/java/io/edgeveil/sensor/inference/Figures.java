package io.edgeveil.sensor.inference;

/**
 * What one inference cost; nothing of what it was about.
 *
 * @param padIndex which pad it used
 * @param latencyMicros from the input tensor to the output tensor
 * @param sensorMicros of these, spent on the sensor
 * @param wireMicros of these, spent waiting, but for what the gateway says it computed
 * @param gatewayMicros of these, spent computing by the gateway, as it says itself
 * @param sentBytes of all messages, a session request included where one was needed
 * @param receivedBytes of all messages
 * @param roundTrips layers sent, each resending counted
 * @param messages chunks sent and received
 * @param sensor what the time on the sensor went into
 */
public record Figures(
    long padIndex,
    long latencyMicros,
    long sensorMicros,
    long wireMicros,
    long gatewayMicros,
    long sentBytes,
    long receivedBytes,
    int roundTrips,
    int messages,
    SensorTimes sensor) {}
