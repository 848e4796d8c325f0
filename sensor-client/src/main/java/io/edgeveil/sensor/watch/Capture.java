package io.edgeveil.sensor.watch;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A picture that has been taken and waits.
 *
 * @param name for people and lines
 * @param file where it is until it is {@linkplain PictureSource#done done}
 * @param takenAt by the wall clock
 * @param takenNanos by the clock that only goes forward
 */
public record Capture(String name, Path file, Instant takenAt, long takenNanos) {}
