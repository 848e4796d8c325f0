package io.edgeveil.sensor.watch;

import java.time.Instant;
import java.util.Optional;

/**
 * What became of a picture, told once.
 *
 * @param capture the picture
 * @param outcome of it
 * @param answer if it was classified
 * @param reason if it was not, in a line
 * @param pads it cost
 * @param waitedMillis from taking it to the beginning of work on it, or to dropping it
 * @param at when this was known
 */
public record Report(
    Capture capture,
    Outcome outcome,
    Optional<Answer> answer,
    Optional<String> reason,
    long pads,
    long waitedMillis,
    Instant at) {}
