package io.edgeveil.gateway.watch;

import io.edgeveil.gateway.serving.ServingFigures;
import java.util.List;
import java.util.Map;

/**
 * How things stand at one moment.
 *
 * @param at ISO 8601
 * @param brokerConnected whether the link to the broker is up
 * @param ready whether inferences are served
 * @param figures of the serving core
 * @param receivedBytes from devices since the start
 * @param sentBytes to devices since the start
 * @param heapMb Java heap in use
 * @param point the last second
 * @param layers by key: how many computed, mean milliseconds of late
 * @param sensors those heard of last
 * @param sensorsKnown how many there are in all
 * @param alarms newest first
 */
record Moment(
    String at,
    boolean brokerConnected,
    boolean ready,
    ServingFigures figures,
    long receivedBytes,
    long sentBytes,
    long heapMb,
    Trend.Point point,
    Map<String, double[]> layers,
    List<Sensor.Row> sensors,
    int sensorsKnown,
    List<Alarms.Alarm> alarms) {}
