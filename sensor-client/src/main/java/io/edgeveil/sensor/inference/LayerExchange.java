package io.edgeveil.sensor.inference;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.TensorAssembly;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.core.wire.WireFormatException;
import java.security.SecureRandom;
import java.util.List;

/**
 * A masked tensor on its way out and its masked result on the way back, within one session. Sending
 * it again sends the same bytes. Not safe for use by several threads.
 */
public final class LayerExchange {
  /** What can be done while messages travel. */
  @FunctionalInterface
  interface Meanwhile {
    /** Does what there is to do; nothing, when called again. */
    void work() throws InferenceException;
  }

  private static final int TOKEN_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final GatewaySession.Open session;
  private final String layer;
  private final ChunkHeader header;
  private final Modulus modulus;
  private final int[] tensor; // that the result is put together in
  private final List<Chunk> chunks;
  private final Meanwhile meanwhile;
  private final byte[] token = new byte[TOKEN_BYTES];
  private final TensorAssembly result;
  private int computeMicros;
  private int taken;
  private long takingNanos;

  private LayerExchange(
      GatewaySession.Open session,
      String layer,
      ChunkHeader header,
      Modulus modulus,
      int[] tensor,
      List<Chunk> chunks,
      Meanwhile meanwhile) {
    this.session = session;
    this.layer = layer;
    this.header = header;
    this.modulus = modulus;
    this.tensor = tensor;
    this.chunks = chunks;
    this.meanwhile = meanwhile;
    this.result = new TensorAssembly(tensor, modulus, session.packing());
    RANDOM.nextBytes(token);
  }

  /**
   * Cuts a masked tensor for a session.
   *
   * @param masked residues, read
   * @param result as many as the layer has outputs; the result is put together in it
   * @param old chunks that nobody needs any more, to be written over
   * @param meanwhile done as soon as all chunks are on their way
   */
  static LayerExchange of(
      GatewaySession.Open session,
      long inference,
      LinearLayer layer,
      int[] masked,
      int[] result,
      List<Chunk> old,
      Meanwhile meanwhile) {
    Modulus modulus = layer.modulus();
    ChunkHeader header =
        ChunkHeader.request(
            session.packing().bits(modulus),
            session.id(),
            inference,
            session.modelDigestPrefix(),
            layer.index(),
            masked.length);
    return new LayerExchange(
        session,
        layer.name(),
        header,
        modulus,
        result,
        TensorChunks.encode(header, masked, session.chunkBytes(), old),
        meanwhile);
  }

  /**
   * Asks a dealer for the image of a mask. The exchange holds the key until {@link #wipe}.
   *
   * @param seed key of the mask, read
   */
  static LayerExchange ofSeed(
      GatewaySession.Open session, long inference, LinearLayer layer, byte[] seed) {
    ChunkHeader header =
        ChunkHeader.seed(session.id(), inference, session.modelDigestPrefix(), layer.index());
    return new LayerExchange(
        session,
        layer.name(),
        header,
        layer.modulus(),
        new int[layer.outputElements()],
        List.of(Chunk.seed(header, seed)),
        () -> {});
  }

  /** Overwrites what was to be sent. */
  void wipe() {
    chunks.forEach(Chunk::wipe);
  }

  /** The same bytes to send, with nothing come back yet and another token. */
  LayerExchange again() {
    return new LayerExchange(session, layer, header, modulus, tensor, chunks, meanwhile);
  }

  /** Id of the gateway that is asked. */
  public String gateway() {
    return session.gateway();
  }

  /** Id of the model. */
  public String model() {
    return session.model();
  }

  /** Name of the linear layer, an id. */
  public String layer() {
    return layer;
  }

  /** What to send, in any order. */
  public List<Chunk> chunks() {
    return chunks;
  }

  /** Random bytes that tell answers to this exchange from all others. */
  public byte[] token() {
    return token.clone();
  }

  /**
   * For the transport to say that all chunks are on their way: the sensor has work to do meanwhile.
   *
   * @throws InferenceException if there is no point in waiting for an answer
   */
  public void sent() throws InferenceException {
    meanwhile.work();
  }

  /**
   * Takes in a message that came back.
   *
   * @param bytes retained
   * @return whether the result is complete now
   * @throws WireFormatException if it is no part of this exchange's result; it was not taken in
   */
  public boolean take(byte[] bytes) throws WireFormatException {
    long startedNanos = System.nanoTime();
    Chunk chunk = Chunk.decode(bytes);
    ChunkHeader reply = chunk.header();
    require("kind", reply.kind() == ChunkHeader.Kind.REPLY);
    require("session", reply.session() == header.session());
    require("inference", reply.inference() == header.inference());
    require("model digest", reply.modelDigestPrefix() == header.modelDigestPrefix());
    require("layer", reply.layer() == header.layer());
    require("size", reply.chunkBytes() <= session.chunkBytes());
    boolean complete = result.add(chunk);
    computeMicros = Math.max(computeMicros, reply.computeMicros());
    taken++;
    takingNanos += System.nanoTime() - startedNanos;
    return complete;
  }

  private static void require(String what, boolean fits) throws WireFormatException {
    if (!fits) {
      throw new WireFormatException("a reply with another " + what + " than the request");
    }
  }

  /** The live masked result; throws if it is not complete. */
  int[] result() {
    return result.tensor();
  }

  /** How many messages came back and were taken in. */
  int taken() {
    return taken;
  }

  /** Time that taking them in took, in nanoseconds. */
  long takingNanos() {
    return takingNanos;
  }

  /** What the gateway says it spent computing, in microseconds. */
  int computeMicros() {
    return computeMicros;
  }

  /** Layer and inference; never data. */
  @Override
  public String toString() {
    return "layer " + layer + " of inference " + header.inference();
  }
}
