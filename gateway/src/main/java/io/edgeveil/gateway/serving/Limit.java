package io.edgeveil.gateway.serving;

import java.util.Locale;

/**
 * One thing of which the gateway gives so much at most: its option, its default and why. What is
 * beyond a limit is answered by a problem document, never by more memory.
 */
public enum Limit {
  /** Bytes of the largest chunk, header included; what most brokers still carry in one message. */
  CHUNK_BYTES(1 << 20, 1 << 28, "Largest chunk, header included, in bytes."),

  /** Bytes on the wire of the largest input or result of a layer; a model beyond it is refused. */
  TENSOR_BYTES(64 << 20, 1L << 31, "Largest tensor of a model, in bytes; checked at the start."),

  /** Memory for one device's tensors on their way; a ninth of the heap unless set. */
  PENDING_BYTES_PER_DEVICE(
      -9, Long.MAX_VALUE, "Memory for the tensors of one device. Default: a ninth of the heap"),

  /** Memory for all tensors on their way; a third of the heap unless set. */
  PENDING_BYTES(-3, Long.MAX_VALUE, "Memory for all tensors. Default: a third of the heap"),

  /** Sessions of a device; one more closes its least recently used. A sensor needs one a model. */
  SESSIONS_PER_DEVICE(16, 1 << 20, "Sessions of a device; one more closes its oldest."),

  /** Sessions in all; about 200 bytes each. */
  SESSIONS(4096, 1 << 20, "Sessions in all."),

  /** Opens of one device a minute. A sensor opens one an hour; one that restarts in a loop, 60. */
  OPENS_PER_MINUTE(60, 1 << 20, "Session requests of a device a minute."),

  /** Chunks of one device a second: at 128 kB each, twice a gigabit line. */
  CHUNKS_PER_SECOND(2_000, 1 << 24, "Chunks of a device a second."),

  /** Bytes of one device a second: half a gigabit line, 50 AlexNets. */
  BYTES_PER_SECOND(64 << 20, 1L << 40, "Bytes of a device a second."),

  /**
   * Layers of one device that wait to be computed. A sensor needs one; a pad store that is being
   * filled, many.
   */
  WAITING_LAYERS_PER_DEVICE(64, 1 << 20, "Layers of a device that wait to be computed."),

  /** Layers that wait in all: beyond some seconds of work the sensor's patience ends anyway. */
  WAITING_LAYERS(1024, 1 << 20, "Layers that wait to be computed in all."),

  /**
   * Layers computed at once, where the kernel computes several with less work than one by one; no
   * device waits longer for another for it than it would without, but for the batch under way.
   */
  BATCH_LAYERS(16, 1 << 10, "Tensors of one layer computed at once."),

  /**
   * Milliseconds that a compute thread waits for a batch to fill up; 0 takes what waits already.
   */
  BATCH_WAIT_MILLIS(0, 10_000, "Milliseconds to wait for more tensors of the same layer."),

  /**
   * Devices whose role and progress are kept, for good; about 500 bytes each, and their pad files.
   */
  DEVICES(1024, 1 << 20, "Devices known at once; what is known of one is never forgotten."),

  /** Pad files of one device whose progress is kept; about 100 bytes each. */
  PAD_FILES_PER_DEVICE(
      64, 1 << 10, "Pad files of a device whose progress is kept; older ones are refused."),

  /** Tensors of one device whose digest is kept to find a mask that serves twice. */
  HISTORY_PER_DEVICE(4096, 1 << 24, "Tensors of a device remembered by their digest."),

  /** Digests in all; about 200 bytes each. */
  HISTORY(1 << 16, 1 << 24, "Tensors remembered by their digest in all."),

  /** Seconds from a tensor's first chunk to its last. A slow sender is dropped then. */
  TENSOR_SECONDS(30, 86_400, "Seconds from a tensor's first chunk to its last."),

  /** Seconds from a session's opening to its first chunk. */
  HALF_OPEN_SECONDS(60, 86_400, "Seconds from a session's opening to its first chunk."),

  /** Seconds a session lasts without a chunk. Opening anew costs one round trip. */
  IDLE_SECONDS(600, 30 * 86_400, "Seconds a session lasts without a chunk."),

  /** Problem documents to one device a second: who sends nonsense gets no echo of it. */
  PROBLEMS_PER_SECOND(10, 1 << 20, "Problem documents sent to a device a second.");

  private final long byDefault;
  private final long greatest;
  private final String help;

  Limit(long byDefault, long greatest, String help) {
    this.byDefault = byDefault;
    this.greatest = greatest;
    this.help = help;
  }

  /** The default; some depend on the heap. */
  long byDefault(long heapBytes) {
    return byDefault >= 0 ? byDefault : heapBytes / -byDefault;
  }

  /** The least value that can be set: 1, but for those that can be done without. */
  public long least() {
    return Math.min(1, Math.max(0, byDefault < 0 ? 1 : byDefault));
  }

  /** The greatest value that can be set. */
  public long greatest() {
    return greatest;
  }

  /** For example {@code --max-chunk-bytes}. */
  public String option() {
    return "--max-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One line for people, with the default. */
  public String help() {
    return byDefault >= 0 ? help + " Default: " + byDefault : help;
  }
}
