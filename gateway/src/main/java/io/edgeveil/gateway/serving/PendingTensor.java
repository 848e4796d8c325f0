package io.edgeveil.gateway.serving;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Residues;
import io.edgeveil.core.wire.TensorAssembly;
import io.edgeveil.core.wire.WireFormatException;
import io.edgeveil.gateway.model.ServedLayer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;

/**
 * One masked tensor from its first chunk until a while after its reply. Guarded by the core's lock,
 * but for {@link #residues} and {@link #digest}, which a compute thread reads while the state is
 * COMPUTING and nothing changes them.
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
  private static final int DIGEST_BLOCK = 4096; // elements packed at a time

  private final Session session;
  private final ServedLayer layer;
  private final ChunkHeader header;
  private final TensorAssembly assembly;
  private final BitSet arrived = new BitSet();
  private State state = State.COLLECTING;
  private ReplyTo replyTo;
  private long sinceNanos;
  private long reservedBytes;

  PendingTensor(Session session, ServedLayer layer, ChunkHeader header, long nowNanos) {
    this.session = session;
    this.layer = layer;
    this.header = header;
    this.assembly = new TensorAssembly(layer.inputElements(), layer.modulus());
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
   * @throws WireFormatException as {@link TensorAssembly#add} does; then nothing has changed
   */
  boolean add(Chunk chunk, ReplyTo newestReplyTo) throws WireFormatException {
    boolean complete = assembly.add(chunk);
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

  /** SHA-256 over the model digest's prefix and the residues, four bytes each. */
  byte[] digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Long.toHexString(header.modelDigestPrefix()).getBytes(US_ASCII));
      int[] residues = residues();
      byte[] block = new byte[DIGEST_BLOCK * Integer.BYTES];
      for (int from = 0; from < residues.length; from += DIGEST_BLOCK) {
        int count = Math.min(DIGEST_BLOCK, residues.length - from);
        Residues.pack(residues, from, count, Integer.BYTES, block, 0);
        digest.update(block, 0, count * Integer.BYTES);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  int[] residues() {
    return assembly.tensor();
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
