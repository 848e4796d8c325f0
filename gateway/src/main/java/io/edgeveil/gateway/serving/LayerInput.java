package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.WireFormatException;
import io.edgeveil.gateway.model.ServedLayer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The input tensor of a layer as it comes in. Guarded by the core's lock until it is complete; from
 * then on a compute thread reads it and nothing changes it.
 */
sealed interface LayerInput permits ChunkedInput, SeedInput {

  /** An empty input of the kind that this chunk is a part of, in a session of this packing. */
  static LayerInput of(ServedLayer layer, ChunkHeader header, Packing packing) {
    return header.kind() == ChunkHeader.Kind.SEED
        ? new SeedInput(layer)
        : new ChunkedInput(layer, packing);
  }

  /**
   * Takes in a chunk, or compares it with what came before.
   *
   * @return whether the input is complete
   * @throws WireFormatException if it does not fit, or has other content than what came before;
   *     then nothing has changed
   */
  boolean add(Chunk chunk) throws WireFormatException;

  /** SHA-256 over kind, model and content; differs wherever the tensors differ. */
  byte[] digest(long modelDigestPrefix);

  /** The tensor: {@code layer.inputElements()} residues. Only when complete. */
  int[] residues();

  /** Whether content may be kept to compare what comes later with; a secret may not. */
  boolean mayBeKept();

  /** Overwrites content that is a secret, and results in the caller's hands stay as they are. */
  void wipe();

  /** A fresh digest. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
