package io.edgeveil.core.wire;

import java.io.Serial;

/**
 * The same part of the same tensor came twice with different content: never an accident, an attack
 * or a reused pad.
 */
public final class ConflictingChunkException extends WireFormatException {
  @Serial private static final long serialVersionUID = 1L;

  /** Names the chunk. */
  public ConflictingChunkException(ChunkHeader header) {
    super(
        "chunk "
            + header.chunk()
            + " of layer "
            + header.layer()
            + ", inference "
            + header.inference()
            + " came before with other content");
  }
}
