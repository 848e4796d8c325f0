package io.edgeveil.sensor.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;

/**
 * What {@code bench} says of one way to a gateway; times in milliseconds an inference.
 *
 * @param gateway address
 * @param concurrency sensors at work at once
 * @param inferences measured, all that came to their end
 * @param errors inferences that came to nothing, those to warm up included
 * @param perSecond inferences a second, of all sensors together
 * @param leastMs of the latencies, as are the quantiles
 * @param sensorMs mean time in which the sensor worked, which is the sum of the next six
 * @param maskMs drawing masks and adding them
 * @param encodeMs packing masked tensors into chunks
 * @param decodeMs unpacking masked results
 * @param checkMs checking results; while messages travel, but for the last
 * @param unmaskMs taking mask images off
 * @param localMs all else: the layers that are not linear, quantising, taking the pad
 * @param wireMs mean time in which it waited, but for what the gateway says it computed
 * @param gatewayMs mean time that the gateway says it computed
 * @param cpuMs CPU time of the sensor's whole process, all threads; with a link, the link's too
 * @param compilerMs of that, the Java machine's compilers, which rest after some minutes; where
 *     Linux tells
 * @param allocatedBytes on the heap of the sensor's whole process, all threads
 * @param peakRssBytes most memory the process has had until now, where Linux counts it
 * @param sentBytes mean, of all messages
 * @param receivedBytes mean, of all messages
 * @param messages mean number of chunks, both directions
 * @param roundTrips mean number of layers sent
 * @param link rate and delay, where there was one
 * @param limitMs with a link: bytes / rate + round trips x delay
 * @param limitRatio with a link: of the median latency to that
 * @param ratio of the median latency to the first way's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BenchLine(
    String gateway,
    int concurrency,
    int inferences,
    int errors,
    double perSecond,
    double leastMs,
    double medianMs,
    double p90Ms,
    double p99Ms,
    double sensorMs,
    double maskMs,
    double encodeMs,
    double decodeMs,
    double checkMs,
    double unmaskMs,
    double localMs,
    double wireMs,
    double gatewayMs,
    double cpuMs,
    Double compilerMs,
    long allocatedBytes,
    Long peakRssBytes,
    long sentBytes,
    long receivedBytes,
    double messages,
    double roundTrips,
    String link,
    Double limitMs,
    Double limitRatio,
    double ratio) {

  /** Above {@link #row}. */
  static final String HEAD =
      String.format(
          Locale.ROOT,
          "%-28s %6s %7s %8s %8s %8s %8s %8s %8s %8s %9s %9s %6s %7s",
          "milliseconds an inference",
          "count",
          "a sec.",
          "median",
          "p90",
          "p99",
          "sensor",
          "wire",
          "gateway",
          "CPU",
          "B sent",
          "B recv",
          "ratio",
          "x limit");

  /** For people. */
  String row() {
    return String.format(
        Locale.ROOT,
        "%-28s %6d %7.1f %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f %9d %9d %6.2f %7s",
        gateway,
        inferences,
        perSecond,
        medianMs,
        p90Ms,
        p99Ms,
        sensorMs,
        wireMs,
        gatewayMs,
        cpuMs,
        sentBytes,
        receivedBytes,
        ratio,
        limitRatio == null ? "–" : String.format(Locale.ROOT, "%.2f", limitRatio));
  }
}
