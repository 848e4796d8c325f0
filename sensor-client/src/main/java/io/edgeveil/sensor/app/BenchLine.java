package io.edgeveil.sensor.app;

import java.util.Locale;

/**
 * What {@code bench} says of one way to a gateway; times in milliseconds an inference.
 *
 * @param gateway address
 * @param inferences measured
 * @param leastMs of the latencies, as are the quantiles
 * @param sensorMs mean time in which the sensor worked
 * @param wireMs mean time in which it waited, but for what the gateway says it computed
 * @param gatewayMs mean time that the gateway says it computed
 * @param cpuMs CPU time of the sensor's whole process, all threads
 * @param sentBytes mean, of all messages
 * @param receivedBytes mean, of all messages
 * @param roundTrips mean number of layers sent
 * @param ratio of the median latency to the first way's
 */
record BenchLine(
    String gateway,
    int inferences,
    double leastMs,
    double medianMs,
    double p90Ms,
    double p99Ms,
    double sensorMs,
    double wireMs,
    double gatewayMs,
    double cpuMs,
    long sentBytes,
    long receivedBytes,
    double roundTrips,
    double ratio) {

  /** Above {@link #row}. */
  static final String HEAD =
      "%-32s %6s %8s %8s %8s %8s %8s %8s %8s %9s %9s %6s"
          .formatted(
              "milliseconds an inference",
              "count",
              "median",
              "p90",
              "p99",
              "sensor",
              "wire",
              "gateway",
              "CPU",
              "B sent",
              "B recv",
              "ratio");

  /** For people. */
  String row() {
    return String.format(
        Locale.ROOT,
        "%-32s %6d %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f %9d %9d %6.2f",
        gateway,
        inferences,
        medianMs,
        p90Ms,
        p99Ms,
        sensorMs,
        wireMs,
        gatewayMs,
        cpuMs,
        sentBytes,
        receivedBytes,
        ratio);
  }
}
