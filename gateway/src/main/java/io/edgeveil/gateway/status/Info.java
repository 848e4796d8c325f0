package io.edgeveil.gateway.status;

/**
 * {@code info}: what does not change while the gateway runs.
 *
 * @param version of the program
 * @param kernel that computes
 * @param cpu that it runs on
 * @param threads that compute at once
 * @param startedAt ISO 8601
 * @param models ids, separated by blanks
 */
public record Info(
    String version, String kernel, String cpu, int threads, String startedAt, String models) {}
