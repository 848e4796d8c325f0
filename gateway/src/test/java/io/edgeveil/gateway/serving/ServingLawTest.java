package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Packing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the order, doubling and loss of chunks, a tensor is served rightly or not at all. */
class ServingLawTest {
  private static final int TRIES = 200;
  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws Exception {
    folder = Files.createTempDirectory("serving-law");
  }

  @AfterContainer
  static void removeFolder() throws Exception {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private ServingRig rig(long seed) throws Exception {
    ServingRig rig = new ServingRig(folder, ServingRig.limits());
    rig.packing = seed % 2 == 0 ? Packing.BITS : Packing.BYTES;
    return rig;
  }

  @Property(seed = "1", tries = TRIES)
  void shuffledAndDoubledChunksGiveTheOneRightReply(@ForAll long seed) throws Exception {
    ServingRig rig = rig(seed);
    rig.poolHolds = true; // duplicates may still come while the tensor waits to be computed
    Random random = new Random(seed);
    int layer = random.nextInt(2);
    int[] tensor = rig.randomTensor(layer, seed);
    List<Chunk> chunks = rig.chunks(rig.open("pi-1").session(), 5, layer, tensor);
    List<Chunk> stream = new ArrayList<>(chunks);
    chunks.stream().filter(chunk -> random.nextBoolean()).forEach(stream::add);
    Collections.shuffle(stream, random);
    rig.sendAll("pi-1", stream);
    rig.runWaiting();
    assertThat(rig.recorder.problems).isEmpty();
    rig.requireOneReply(layer, tensor);
  }

  @Property(seed = "2", tries = TRIES)
  void lossIsToldAndTheSameBytesAgainAreServed(@ForAll long seed) throws Exception {
    ServingRig rig = rig(seed);
    Random random = new Random(seed);
    int[] tensor = rig.randomTensor(0, seed);
    List<Chunk> chunks = rig.chunks(rig.open("pi-1").session(), 5, 0, tensor);
    List<Chunk> arriving = new ArrayList<>(chunks);
    Collections.shuffle(arriving, random);
    int lost = 1 + random.nextInt(chunks.size() - 1);
    rig.sendAll("pi-1", arriving.subList(lost, arriving.size()));
    assertThat(rig.recorder.isSilent()).isTrue();
    if (random.nextBoolean()) {
      rig.pass(Duration.ofSeconds(30)); // the gateway gives up first
      assertThat(rig.recorder.problems).hasSize(1);
    }
    rig.sendAll("pi-1", chunks);
    rig.requireOneReply(0, tensor);
  }

  @Property(seed = "3", tries = TRIES)
  void tensorsOfManyDevicesMixedChunkByChunkDoNotMix(@ForAll long seed) throws Exception {
    ServingRig rig = rig(seed);
    List<Runnable> sends = new ArrayList<>();
    List<int[]> tensors = new ArrayList<>();
    for (int device = 0; device < 4; device++) {
      String name = "pi-" + device;
      int[] tensor = rig.randomTensor(0, seed + device);
      tensors.add(tensor);
      for (Chunk chunk : rig.chunks(rig.open(name).session(), 0, 0, tensor)) {
        sends.add(() -> rig.send(name, chunk));
      }
    }
    Collections.shuffle(sends, new Random(seed));
    sends.forEach(Runnable::run);
    assertThat(rig.recorder.problems).isEmpty();
    List<int[]> results = new ArrayList<>();
    for (List<Chunk> reply : rig.recorder.replies) {
      results.add(rig.assemble(reply, 0));
    }
    assertThat(results)
        .containsExactlyInAnyOrderElementsOf(
            tensors.stream().map(tensor -> rig.expected(0, tensor)).toList());
  }

  @Property(seed = "4", tries = TRIES)
  void oneByteChangedIsNeverServed(@ForAll long seed) throws Exception {
    ServingRig rig = rig(seed);
    Random random = new Random(seed);
    int[] tensor = rig.randomTensor(0, seed);
    List<Chunk> chunks = rig.chunks(rig.open("pi-1").session(), 5, 0, tensor);
    int hit = random.nextInt(chunks.size());
    for (int n = 0; n < chunks.size(); n++) {
      byte[] bytes = chunks.get(n).bytes().clone();
      if (n == hit) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      rig.send("pi-1", "conv1", bytes);
    }
    assertThat(rig.recorder.replies).isEmpty();
    assertThat(rig.recorder.problems).hasSize(1);
    rig.send("pi-1", chunks.get(hit)); // nothing is lost
    rig.requireOneReply(0, tensor);
  }
}
