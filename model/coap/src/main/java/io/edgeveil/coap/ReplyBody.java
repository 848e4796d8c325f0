package io.edgeveil.coap;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.WireFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The chunks of a reply, one behind the other in one body; each header tells its own length. */
public final class ReplyBody {
  private ReplyBody() {}

  /**
   * Joins chunks.
   *
   * @throws ArithmeticException if they have 2 GiB or more
   */
  public static byte[] join(List<Chunk> chunks) {
    int length = Math.toIntExact(chunks.stream().mapToLong(chunk -> chunk.bytes().length).sum());
    byte[] body = new byte[length];
    int at = 0;
    for (Chunk chunk : chunks) {
      System.arraycopy(chunk.bytes(), 0, body, at, chunk.bytes().length);
      at += chunk.bytes().length;
    }
    return body;
  }

  /**
   * Cuts a body into the bytes of its chunks, of which only the lengths are looked at: no more than
   * {@link ChunkHeader#MAX_CHUNKS}, none shorter than a header.
   *
   * @throws WireFormatException if the lengths do not add up to the body
   */
  public static List<byte[]> cut(byte[] body) throws WireFormatException {
    List<byte[]> chunks = new ArrayList<>();
    int at = 0;
    while (at < body.length) {
      if (chunks.size() == ChunkHeader.MAX_CHUNKS) {
        throw new WireFormatException(
            "a reply has more than " + ChunkHeader.MAX_CHUNKS + " chunks");
      }
      int length = lengthOfChunkAt(body, at);
      chunks.add(Arrays.copyOfRange(body, at, at + length));
      at += length;
    }
    return chunks;
  }

  private static int lengthOfChunkAt(byte[] body, int at) throws WireFormatException {
    long length = Chunk.lengthAt(body, at);
    if (length > body.length - at) {
      throw new WireFormatException(
          "a chunk of " + length + " bytes in the last " + (body.length - at) + " of a reply");
    }
    return (int) length;
  }
}
