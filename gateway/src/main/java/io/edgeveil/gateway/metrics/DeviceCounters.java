package io.edgeveil.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Inferences by device, for as many devices as a monitoring system should keep time series of; all
 * others together under {@value #OTHERS}, which is no device's id.
 */
final class DeviceCounters {
  static final int MAX_DEVICES = 200;
  static final String OTHERS = "(others)";

  private final MeterRegistry registry;
  private final Map<String, Counter> byDevice = new ConcurrentHashMap<>();

  DeviceCounters(MeterRegistry registry) {
    this.registry = registry;
  }

  void inferenceEnded(String device) {
    Counter known = byDevice.get(device);
    (known == null ? fresh(device) : known).increment();
  }

  private synchronized Counter fresh(String device) {
    String label = byDevice.size() < MAX_DEVICES || byDevice.containsKey(device) ? device : OTHERS;
    return byDevice.computeIfAbsent(
        label,
        name ->
            Counter.builder("edgeveil.device.inferences")
                .description("Inferences ended, by device")
                .tag("device", name)
                .register(registry));
  }
}
