package io.edgeveil.sensor.inference;

import io.edgeveil.core.layer.Constant;
import io.edgeveil.core.layer.Dense;
import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.Quantisation;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.core.wire.WireFormatException;
import java.util.List;

/** Exchanges without an inference around them, for tests of what carries them. */
public final class Exchanges {
  private static final int K = 20;

  private Exchanges() {}

  /** A tensor of zeros on its way to a dense layer {@code fc} of model {@code tiny}. */
  public static LayerExchange of(int inputs, int outputs, int chunkBytes) {
    Constant none = new Constant(0, 1);
    Quantisation numbers = new Quantisation(0, 1f, 8, false, K, 0, 0, 0, 0, none, none);
    Dense dense = new Dense(Shape.of(1, inputs), outputs, numbers);
    return LayerExchange.of(
        new GatewaySession.Open("edge", 5, chunkBytes, Packing.BYTES, "tiny", 6, "pads"),
        7,
        new LinearLayer("fc", dense),
        new int[inputs],
        new int[outputs],
        List.of(),
        () -> {});
  }

  /** What a gateway answers: 0, 1, 2 and so on. */
  public static List<Chunk> reply(LayerExchange exchange, int outputs, int chunkBytes) {
    try {
      Chunk first = Chunk.decode(exchange.chunks().get(0).bytes());
      return TensorChunks.encode(first.header().reply(outputs, 1), counting(outputs), chunkBytes);
    } catch (WireFormatException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether that came. */
  public static boolean hasReply(LayerExchange exchange, int outputs) {
    return java.util.Arrays.equals(exchange.result(), counting(outputs));
  }

  private static int[] counting(int outputs) {
    return java.util.stream.IntStream.range(0, outputs).toArray();
  }
}
