package io.edgeveil.gateway.serving;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.edgeveil.core.mask.MaskStream;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.ConflictingChunkException;
import io.edgeveil.core.wire.WireFormatException;
import io.edgeveil.gateway.model.ServedLayer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A mask, as its key.
 *
 * <p><b>Guarantee.</b> Key and mask are in this object's arrays alone, from the chunk's arrival
 * until {@link #wipe}, and are never printed. What is left is a digest of the key, which tells
 * nothing of it: the key is 32 random bytes. A copy that the transport made is out of reach.
 */
final class SeedInput implements LayerInput {
  private final ServedLayer layer;
  private byte[] key; // null: not yet here
  private int[] mask; // null: not yet expanded

  SeedInput(ServedLayer layer) {
    this.layer = layer;
  }

  @Override
  public boolean add(Chunk chunk) throws WireFormatException {
    if (chunk.header().kind() != ChunkHeader.Kind.SEED) {
      throw new ConflictingChunkException(chunk.header());
    }
    byte[] came = chunk.seedKey();
    if (key == null) {
      key = came;
      return true;
    }
    boolean same = MessageDigest.isEqual(key, came);
    Arrays.fill(came, (byte) 0);
    if (!same) {
      throw new ConflictingChunkException(chunk.header());
    }
    return true;
  }

  @Override
  public byte[] digest(long modelDigestPrefix) {
    MessageDigest digest = LayerInput.sha256();
    digest.update(("seed " + Long.toHexString(modelDigestPrefix)).getBytes(US_ASCII));
    return digest.digest(key);
  }

  @Override
  public int[] residues() {
    if (mask == null) {
      mask = new int[layer.inputElements()];
      MaskStream.expand(key, layer.modulus(), mask);
    }
    return mask;
  }

  @Override
  public boolean mayBeKept() {
    return false;
  }

  @Override
  public void wipe() {
    if (key != null) {
      Arrays.fill(key, (byte) 0);
    }
    if (mask != null) {
      Arrays.fill(mask, 0);
    }
  }
}
