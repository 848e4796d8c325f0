package io.edgeveil.sensor.inference;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.mask.MaskStream;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.core.wire.TensorAssembly;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.core.wire.WireFormatException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A gateway in this process, reached without a network, that computes with the oracle and does
 * wrong when told.
 */
final class FakeGateway implements GatewayTransport {
  /** What goes wrong with one message. */
  interface Fault {
    /** Does it. */
    void strike(FakeGateway gateway, LayerExchange exchange) throws Exception;
  }

  /** No reply came in time. */
  static final Fault LOST =
      (gateway, exchange) -> {
        throw new NoReplyException("no reply in time to " + exchange);
      };

  /** The connection broke; the gateway remembers. */
  static final Fault CONNECTION_LOST =
      (gateway, exchange) -> {
        throw new TransportException("lost the broker", true, null);
      };

  /** The gateway was started anew and knows no session. */
  static final Fault RESTARTED =
      (gateway, exchange) -> {
        gateway.session++;
        throw problem(Problem.Type.UNKNOWN_SESSION);
      };

  private final TinyNetwork network;
  private final Deque<Fault> faults = new ArrayDeque<>();
  final List<SessionRequest> opened = new ArrayList<>();
  final List<List<byte[]>> sent = new ArrayList<>();
  UnaryOperator<SessionReply> sessionReply = reply -> reply;
  long highestInference = -1;
  boolean closed;
  private long session = 100;
  private int chunkBytes = ChunkHeader.BYTES + 20;
  private Packing packing = Packing.BYTES; // of the session that was opened last
  private long sentBytes;
  private long receivedBytes;

  FakeGateway(TinyNetwork network) {
    this.network = network;
  }

  /** What goes wrong with the next messages, one each. */
  void fail(Fault... next) {
    faults.addAll(Arrays.asList(next));
  }

  static GatewayProblemException problem(Problem.Type type) {
    return new GatewayProblemException(Problem.of(type, "as told", 0, 0));
  }

  static Fault refusing(Problem.Type type) {
    return (gateway, exchange) -> {
      throw problem(type);
    };
  }

  /** Answers right. */
  static final Fault HONEST =
      (gateway, exchange) -> {
        exchange.sent();
        gateway.deliver(exchange, gateway.reply(exchange));
      };

  /** Answers with another result than the right one. */
  static Fault tampering(UnaryOperator<int[]> change) {
    return (gateway, exchange) -> {
      exchange.sent();
      int[] changed = change.apply(gateway.result(exchange));
      gateway.deliver(
          exchange,
          TensorChunks.encode(gateway.replyHeader(exchange), changed, gateway.chunkBytes));
    };
  }

  /** Answers with every chunk's header changed. */
  static Fault answering(UnaryOperator<ChunkHeader> change) {
    return (gateway, exchange) -> {
      ChunkHeader whole = change.apply(gateway.replyHeader(exchange));
      gateway.deliver(exchange, TensorChunks.encode(whole, new int[whole.total()], 10_000));
    };
  }

  @Override
  public SessionReply open(SessionRequest request, Duration timeout) {
    opened.add(request);
    SessionReply reply =
        sessionReply.apply(
            new SessionReply(
                "edge", session, chunkBytes, request.packing(), highestInference, 30_000));
    packing = reply.packing();
    return reply;
  }

  @Override
  public synchronized void exchange(LayerExchange exchange, Duration timeout)
      throws InferenceException, InterruptedException {
    sent.add(exchange.chunks().stream().map(chunk -> chunk.bytes().clone()).toList());
    sentBytes += exchange.chunks().stream().mapToLong(chunk -> chunk.bytes().length).sum();
    Fault fault = faults.poll();
    try {
      if (fault != null) {
        fault.strike(this, exchange);
        return;
      }
      if (exchange.chunks().get(0).header().session() != session) {
        throw problem(Problem.Type.UNKNOWN_SESSION);
      }
      exchange.sent();
      List<Chunk> reply = reply(exchange);
      List<Chunk> shuffled = new ArrayList<>(reply);
      Collections.reverse(shuffled); // the order is not promised, nor that each comes once
      shuffled.add(0, reply.get(0));
      deliver(exchange, shuffled);
    } catch (InferenceException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (WireFormatException e) {
      throw new BadReplyException(e.getMessage(), e);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Gives chunks to the exchange until it is complete. */
  void deliver(LayerExchange exchange, List<Chunk> chunks)
      throws WireFormatException, NoReplyException {
    for (Chunk chunk : chunks) {
      receivedBytes += chunk.bytes().length;
      if (exchange.take(chunk.bytes().clone())) {
        return;
      }
    }
    throw new NoReplyException("no reply in time to " + exchange);
  }

  /** The right reply, in order. */
  List<Chunk> reply(LayerExchange exchange) throws WireFormatException {
    return TensorChunks.encode(replyHeader(exchange), result(exchange), chunkBytes);
  }

  /** The right masked result. */
  int[] result(LayerExchange exchange) throws WireFormatException {
    LinearLayer layer = layer(exchange);
    LinearOperation operation = layer.operation();
    TensorAssembly assembly =
        new TensorAssembly(operation.input().elements(), operation.modulus(), packing);
    int[] input = new int[operation.input().elements()];
    Chunk first = exchange.chunks().get(0);
    if (first.header().kind() == ChunkHeader.Kind.SEED) {
      MaskStream.expand(first.seedKey(), operation.modulus(), input);
    } else {
      for (Chunk chunk : exchange.chunks()) {
        assembly.add(Chunk.decode(chunk.bytes().clone()));
      }
      input = assembly.tensor();
    }
    int[] result = new int[operation.outputShape().elements()];
    network.prepared(operation.index()).multiply(1, input, result);
    return result;
  }

  ChunkHeader replyHeader(LayerExchange exchange) {
    LinearOperation operation = layer(exchange).operation();
    return exchange
        .chunks()
        .get(0)
        .header()
        .reply(packing.bits(operation.modulus()), operation.outputShape().elements(), 5);
  }

  private LinearLayer layer(LayerExchange exchange) {
    return network.model().manifest().linearLayers().stream()
        .filter(layer -> layer.name().equals(exchange.layer()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public int maxChunkBytes() {
    return 1 << 20;
  }

  @Override
  public long sentBytes() {
    return sentBytes;
  }

  @Override
  public long receivedBytes() {
    return receivedBytes;
  }

  @Override
  public void close() {
    closed = true;
  }
}
