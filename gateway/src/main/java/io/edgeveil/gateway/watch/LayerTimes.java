package io.edgeveil.gateway.watch;

import io.edgeveil.gateway.serving.ServedTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often each layer was computed and how long it took. Safe for use by several threads. */
final class LayerTimes {
  private static final double NEWEST = 0.1; // weight of the last one in the recent mean

  private static final class Times {
    private long count;
    private double recentMicros;

    synchronized void add(long micros) {
      recentMicros = count == 0 ? micros : recentMicros + NEWEST * (micros - recentMicros);
      count++;
    }

    synchronized double[] read() {
      return new double[] {count, Math.round(recentMicros) / 1000.0};
    }
  }

  private final Map<String, Times> byLayer = new ConcurrentHashMap<>();

  void served(ServedTensor tensor) {
    byLayer.computeIfAbsent(key(tensor), k -> new Times()).add(tensor.computeMicros());
  }

  /** {@code model/version/layer}: as many as models have layers. */
  static String key(ServedTensor tensor) {
    return key(tensor.model().name(), tensor.model().version(), tensor.layer().name());
  }

  static String key(String model, String version, String layer) {
    return model + "/" + version + "/" + layer;
  }

  /** By key: how many, and the mean of the last ones in milliseconds. */
  Map<String, double[]> read() {
    Map<String, double[]> all = new LinkedHashMap<>();
    byLayer.forEach((key, times) -> all.put(key, times.read()));
    return all;
  }
}
