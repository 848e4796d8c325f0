package io.edgeveil.sensor.inference;

/**
 * What a sensor's own time for one inference went into, in microseconds. What is not named here is
 * the rest of the network, from quantising to pooling, and taking the pad.
 *
 * @param maskMicros drawing masks and adding them
 * @param encodeMicros packing masked tensors into chunks
 * @param decodeMicros looking through chunks that came back and unpacking them
 * @param checkMicros holding results against the integrity secrets
 * @param unmaskMicros taking mask images off
 */
public record SensorTimes(
    long maskMicros, long encodeMicros, long decodeMicros, long checkMicros, long unmaskMicros) {

  /** All that is named, together. */
  public long sumMicros() {
    return maskMicros + encodeMicros + decodeMicros + checkMicros + unmaskMicros;
  }
}
