package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.WireFormatException;
import io.edgeveil.gateway.model.ServedLayer;
import java.util.BitSet;

/**
 * One masked tensor, or mask, from its first chunk until a while after its reply. Guarded by the
 * core's lock, but for {@link #input}, which a compute thread reads while the state is COMPUTING
 * and nothing changes it.
 *
 * <pre>
 *   COLLECTING --every chunk has come--> COMPUTING --replied--> SERVED --every chunk again--+
 *                                            ^                                             |
 *                                            +---------------------------------------------+
 * </pre>
 */
final class PendingTensor {
  /** Where it stands. */
  enum State {
    COLLECTING,
    COMPUTING,
    SERVED
  }

  /** Names it: an inference's layer within a session. */
  record Key(long session, long inference, int layer) {
    static Key of(ChunkHeader header) {
      return new Key(header.session(), header.inference(), header.layer());
    }
  }

  private static final int OVERHEAD_BYTES = 1024;

  private final Session session;
  private final ServedLayer layer;
  private final ChunkHeader header;
  private final LayerInput input;
  private final BitSet arrived = new BitSet();
  private State state = State.COLLECTING;
  private ReplyTo replyTo;
  private long sinceNanos;
  private long reservedBytes;

  PendingTensor(Session session, ServedLayer layer, ChunkHeader header, long nowNanos) {
    this.session = session;
    this.layer = layer;
    this.header = header;
    this.input = LayerInput.of(layer, header, session.packing());
    this.sinceNanos = nowNanos;
  }

  /** The most memory that a tensor of this layer takes while it waits: residues and marks. */
  static long waitingBytes(ServedLayer layer) {
    return OVERHEAD_BYTES + 5L * layer.inputElements();
  }

  /** The most memory that it takes in all: the result and the reply's chunks, too. */
  static long totalBytes(ServedLayer layer) {
    return waitingBytes(layer) + 9L * layer.outputElements();
  }

  /**
   * Takes in a chunk of this tensor, or compares it with what came before.
   *
   * @return whether the tensor is to be computed now
   * @throws WireFormatException as {@link LayerInput#add} does; then nothing has changed
   */
  boolean add(Chunk chunk, ReplyTo newestReplyTo) throws WireFormatException {
    boolean complete = input.add(chunk);
    replyTo = newestReplyTo;
    if (state == State.COMPUTING) {
      return false;
    }
    arrived.set(chunk.header().chunk());
    if (!complete || arrived.cardinality() < chunk.header().chunks()) {
      return false;
    }
    arrived.clear();
    state = State.COMPUTING;
    return true;
  }

  void served(long nowNanos) {
    state = State.SERVED;
    sinceNanos = nowNanos;
  }

  LayerInput input() {
    return input;
  }

  Session session() {
    return session;
  }

  ServedLayer layer() {
    return layer;
  }

  /** Of the chunk that came first. */
  ChunkHeader header() {
    return header;
  }

  State state() {
    return state;
  }

  /** Way back for the chunk that came last. */
  ReplyTo replyTo() {
    return replyTo;
  }

  /** Whether not even one chunk could be taken in. */
  boolean isEmpty() {
    return state == State.COLLECTING && arrived.isEmpty();
  }

  int chunksArrived() {
    return arrived.cardinality();
  }

  boolean isOlderThan(long timeoutNanos, long nowNanos) {
    return state != State.COMPUTING && nowNanos - sinceNanos >= timeoutNanos;
  }

  long reservedBytes() {
    return reservedBytes;
  }

  void setReservedBytes(long bytes) {
    reservedBytes = bytes;
  }
}
