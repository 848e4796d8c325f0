package io.edgeveil.gateway.serving;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Residues;
import io.edgeveil.core.wire.TensorAssembly;
import io.edgeveil.core.wire.WireFormatException;
import io.edgeveil.gateway.model.ServedLayer;
import java.security.MessageDigest;

/** A masked tensor, in chunks. */
final class ChunkedInput implements LayerInput {
  private static final int DIGEST_BLOCK = 4096; // elements packed at a time

  private final TensorAssembly assembly;

  ChunkedInput(ServedLayer layer, Packing packing) {
    this.assembly = new TensorAssembly(layer.inputElements(), layer.modulus(), packing);
  }

  @Override
  public boolean add(Chunk chunk) throws WireFormatException {
    return assembly.add(chunk);
  }

  @Override
  public byte[] digest(long modelDigestPrefix) {
    MessageDigest digest = LayerInput.sha256();
    digest.update(Long.toHexString(modelDigestPrefix).getBytes(US_ASCII));
    int[] residues = residues();
    byte[] block = new byte[DIGEST_BLOCK * Integer.BYTES];
    for (int from = 0; from < residues.length; from += DIGEST_BLOCK) {
      int count = Math.min(DIGEST_BLOCK, residues.length - from);
      Residues.pack(residues, from, count, Integer.SIZE, block, 0);
      digest.update(block, 0, count * Integer.BYTES);
    }
    return digest.digest();
  }

  @Override
  public int[] residues() {
    return assembly.tensor();
  }

  @Override
  public boolean mayBeKept() {
    return true;
  }

  @Override
  public void wipe() {
    // masked already: no secret
  }
}
