package io.edgeveil.broker;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;

/** HiveMQ's own count of the bytes that wait in memory for clients to take them. */
final class HeldBytes {
  private static final String METRIC =
      "com.hivemq.persistence.queued-messages.in-memory.total-size";

  private HeldBytes() {}

  /** The figure now; 0 where messages wait in files. */
  static long in(MetricRegistry metrics) {
    return metrics.getMetrics().get(METRIC) instanceof Gauge<?> gauge
        ? ((Number) gauge.getValue()).longValue()
        : 0;
  }
}
