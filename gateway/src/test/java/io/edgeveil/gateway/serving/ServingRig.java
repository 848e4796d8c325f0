package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.core.wire.TensorAssembly;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.core.wire.WireFormatException;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.gateway.model.TinyBundle;
import io.edgeveil.linear.Crew;
import io.edgeveil.linear.ReferenceKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;

/** A serving core over a tiny model, with a clock and a compute pool in the test's hands. */
final class ServingRig {
  static final int CHUNK_BYTES = ChunkHeader.BYTES + 100; // several chunks a tensor

  final ModelRepository repository;
  final ServedModel model;
  final Recorder recorder = new Recorder();
  final HeardEvents heard = new HeardEvents();
  final Queue<Runnable> waiting = new ArrayDeque<>();
  final Serving serving;
  long nowNanos;
  Packing packing = Packing.BYTES; // of sessions opened from now on, and what is sent in them
  boolean poolHolds;
  boolean poolIsFull;

  ServingRig(Path folder, Limits limits) throws IOException, BundleFormatException {
    this(tiny(folder), limits);
  }

  ServingRig(ModelRepository repository, Limits limits) {
    this(repository, limits, false);
  }

  ServingRig(ModelRepository repository, Limits limits, boolean dealer) {
    this(repository, limits, dealer, new RecordingStore());
  }

  ServingRig(ModelRepository repository, Limits limits, boolean dealer, HistoryStore store) {
    this.repository = repository;
    model = repository.models().get(0);
    serving =
        new Serving(
            "gw-1",
            repository,
            dealer,
            limits,
            store,
            this::execute,
            Crew.ALONE,
            () -> nowNanos,
            heard);
  }

  static ModelRepository tiny(Path folder) throws IOException, BundleFormatException {
    TinyBundle.write(folder, "tiny", "1", 7);
    return ModelRepository.load(folder, new ReferenceKernel());
  }

  static Limits limits() {
    return Limits.forHeap(1 << 23)
        .with(Limit.SESSIONS_PER_DEVICE, 3)
        .with(Limit.SESSIONS, 5)
        .with(Limit.CHUNK_BYTES, 1 << 16)
        .with(Limit.OPENS_PER_MINUTE, 1000)
        .with(Limit.PROBLEMS_PER_SECOND, 1000)
        .with(Limit.HALF_OPEN_SECONDS, 600)
        .with(Limit.HISTORY_PER_DEVICE, 1000);
  }

  private void execute(Runnable task) {
    if (poolIsFull) {
      throw new RejectedExecutionException("full");
    }
    if (poolHolds) {
      waiting.add(task);
    } else {
      task.run();
    }
  }

  void runWaiting() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  void pass(Duration time) {
    nowNanos += time.toNanos();
    serving.expire();
  }

  SessionRequest request() {
    return new SessionRequest("tiny", "1", model.digest(), "pads-1", 0, CHUNK_BYTES, packing);
  }

  SessionReply open(String device) throws RefusedException {
    return open(device, request());
  }

  SessionReply open(String device, SessionRequest request) throws RefusedException {
    return open(device, Json.write(request));
  }

  SessionReply open(String device, byte[] json) throws RefusedException {
    int problems = recorder.problems.size();
    serving.open(device, json, recorder);
    if (recorder.problems.size() > problems) {
      throw RefusedException.of(recorder.problems.remove(problems));
    }
    return recorder.opened;
  }

  ServedLayer layer(int index) {
    return model.layers().get(index);
  }

  int[] randomTensor(int layer, long seed) {
    return new Random(seed)
        .ints(layer(layer).inputElements(), 0, layer(layer).modulus().prime())
        .toArray();
  }

  ChunkHeader header(long session, long inference, int layer) {
    return ChunkHeader.request(
        packing.bits(layer(layer).modulus()),
        session,
        inference,
        model.digestPrefix(),
        layer,
        layer(layer).inputElements());
  }

  List<Chunk> chunks(long session, long inference, int layer, int[] tensor) {
    return TensorChunks.encode(header(session, inference, layer), tensor, CHUNK_BYTES);
  }

  void send(String device, Chunk chunk) {
    send(device, model.layers().get(chunk.header().layer()).name(), chunk.bytes());
  }

  void send(String device, String layer, byte[] bytes) {
    serving.accept(new Route(device, "tiny", layer), bytes, recorder);
  }

  /** Sends one random tensor, answers going to another recorder. */
  void sendTensor(String device, long session, long inference, Recorder answers) {
    for (Chunk chunk : chunks(session, inference, 0, randomTensor(0, inference))) {
      serving.accept(new Route(device, "tiny", "conv1"), chunk.bytes(), answers);
    }
  }

  void sendAll(String device, List<Chunk> chunks) {
    chunks.forEach(chunk -> send(device, chunk));
  }

  /** Sends one tensor and requires its one right reply, and nothing else. */
  void requireServed(String device, long session, long inference, int layer, long seed)
      throws WireFormatException {
    recorder.replies.clear();
    recorder.problems.clear();
    int[] tensor = randomTensor(layer, seed);
    sendAll(device, chunks(session, inference, layer, tensor));
    assertThat(recorder.problems).isEmpty();
    requireOneReply(layer, tensor);
  }

  void requireOneReply(int layer, int[] tensor) throws WireFormatException {
    assertThat(recorder.replies).hasSize(1);
    assertThat(assemble(recorder.replies.get(0), layer)).isEqualTo(expected(layer, tensor));
  }

  int[] assemble(List<Chunk> reply, int layer) throws WireFormatException {
    TensorAssembly assembly =
        new TensorAssembly(layer(layer).outputElements(), layer(layer).modulus(), packing);
    List<Chunk> decoded = new ArrayList<>();
    for (Chunk chunk : reply) {
      decoded.add(Chunk.decode(chunk.bytes()));
      assertThat(chunk.header().kind()).isEqualTo(ChunkHeader.Kind.REPLY);
      assertThat(chunk.bytes().length).isLessThanOrEqualTo(CHUNK_BYTES);
    }
    for (Chunk chunk : decoded) {
      assembly.add(chunk);
    }
    return assembly.tensor();
  }

  int[] expected(int layer, int[] tensor) {
    return layer(layer).multiply(tensor); // the reference kernel
  }
}
