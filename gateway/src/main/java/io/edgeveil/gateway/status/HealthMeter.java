package io.edgeveil.gateway.status;

import io.edgeveil.core.json.Json;
import io.edgeveil.gateway.serving.ServingFigures;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the {@link Health} of a gateway. Safe for use by several threads. */
public final class HealthMeter {
  private final Supplier<ServingFigures> figures;
  private ServingFigures read;

  /**
   * Nothing read yet.
   *
   * @param figures how things stand when asked
   */
  public HealthMeter(Supplier<ServingFigures> figures) {
    this.figures = figures;
    this.read = figures.get();
  }

  /** Health now, in JSON; averages are since it was read before. */
  public synchronized byte[] json() {
    ServingFigures now = figures.get();
    Runtime runtime = Runtime.getRuntime();
    Health health = Health.between(read, now, runtime.totalMemory() - runtime.freeMemory());
    read = now;
    return Json.write(health);
  }

  /** The same, or nothing if no figure has changed since it was read before. */
  public synchronized Optional<byte[]> jsonIfChanged() {
    return figures.get().equals(read) ? Optional.empty() : Optional.of(json());
  }
}
