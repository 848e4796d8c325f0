package io.edgeveil.gateway.web;

import io.edgeveil.gateway.metrics.Meters;
import io.edgeveil.gateway.serving.ServingFigures;
import io.edgeveil.gateway.watch.Watch;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What there is to show.
 *
 * @param facts what does not change, in JSON
 * @param watch what does
 * @param meters for Prometheus
 * @param figures of the serving core
 * @param brokerConnected whether the link to the broker is up
 * @param ready whether inferences are served
 */
public record Contents(
    String facts,
    Watch watch,
    Meters meters,
    Supplier<ServingFigures> figures,
    BooleanSupplier brokerConnected,
    BooleanSupplier ready) {}
