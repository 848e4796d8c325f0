package io.edgeveil.sensor.watch;

/**
 * What has become of the pictures since the start: {@code taken} is the sum of the others but for
 * {@code cameraFailures}, a picture under way and those that a folder keeps.
 *
 * @param taken by the source
 * @param classified with a result
 * @param failed without
 * @param dropped not tried
 * @param waiting at present
 * @param cameraFailures times when the source gave no picture
 */
public record WatchFigures(
    long taken, long classified, long failed, long dropped, long waiting, long cameraFailures) {}
