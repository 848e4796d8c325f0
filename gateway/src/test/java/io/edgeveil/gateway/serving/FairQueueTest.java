package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is next, who gives way, and what is left behind: nothing. */
class FairQueueTest {
  @TempDir Path folder;
  private ModelRepository repository;
  private ServedModel model;
  private FairQueue queue;
  private long inference;

  @BeforeEach
  void begin() throws Exception {
    repository = ServingRig.tiny(folder);
    model = repository.models().get(0);
    queue =
        new FairQueue(
            ServingRig.limits()
                .with(Limit.WAITING_LAYERS_PER_DEVICE, 3)
                .with(Limit.WAITING_LAYERS, 5));
  }

  @AfterEach
  void end() {
    repository.close();
  }

  private PendingTensor tensor(String device, int layer) {
    ServedLayer served = model.layers().get(layer);
    ChunkHeader header =
        ChunkHeader.request(
            Packing.BYTES.bits(served.modulus()),
            1,
            inference++,
            model.digestPrefix(),
            layer,
            served.inputElements());
    Session session = new Session(1, device, model, "pads-1", 1000, Packing.BYTES);
    return new PendingTensor(session, served, header, 0);
  }

  private PendingTensor added(String device, int layer) {
    PendingTensor tensor = tensor(device, layer);
    queue.add(tensor);
    return tensor;
  }

  @Test
  void devicesTakeTurnsAndEachKeepsItsOrder() {
    PendingTensor a1 = added("a", 0);
    PendingTensor a2 = added("a", 0);
    PendingTensor a3 = added("a", 0);
    PendingTensor b1 = added("b", 0);
    assertThat(queue.isFullFor("a")).isTrue();
    assertThat(queue.isFullFor("b")).isFalse();
    assertThat(queue.isFull()).isFalse();
    PendingTensor c1 = added("c", 0);
    assertThat(queue.isFull()).isTrue();
    assertThat(List.of(queue.poll(), queue.poll(), queue.poll())).containsExactly(a1, b1, c1);
    assertThat(queue.isFullFor("a")).isFalse();
    assertThat(List.of(queue.poll(), queue.poll())).containsExactly(a2, a3);
    assertThat(queue.poll()).isNull();
    for (int i = 0; i < 5; i++) {
      assertThat(queue.isFull()).as("%d wait", i).isFalse();
      added("d" + i, 0);
    }
    assertThat(queue.isFull()).isTrue();
  }

  @Test
  void whoHasMostGivesItsYoungestIfThatIsWellMore() {
    assertThat(queue.displaceFor("x")).as("nobody waits").isNull();
    PendingTensor first = added("a", 0);
    assertThat(queue.displaceFor("x")).as("one is not well more than none").isNull();
    PendingTensor second = added("b", 0);
    PendingTensor third = added("b", 0);
    PendingTensor fourth = added("b", 0);
    added("c", 0);
    assertThat(queue.isFull()).isTrue();
    assertThat(queue.displaceFor("b")).as("its own").isNull();
    assertThat(queue.displaceFor("a")).as("not the first in the line").isSameAs(fourth);
    assertThat(queue.isFull()).isFalse();
    assertThat(queue.waiting("b")).isEqualTo(2);
    assertThat(queue.displaceFor("a")).as("two are not well more than one").isNull();
    assertThat(queue.displaceFor("x")).isSameAs(third);
    assertThat(List.of(queue.poll(), queue.poll())).containsExactly(first, second);
  }

  @Test
  void whatIsTakenOutMakesRoomAndOnlyOnce() {
    PendingTensor only = added("a", 0);
    PendingTensor stays = added("b", 0);
    PendingTensor goes = added("b", 0);
    queue.remove(tensor("nobody", 0));
    queue.remove(goes);
    queue.remove(goes);
    queue.remove(only);
    assertThat(queue.waiting("a")).isZero();
    for (int i = 0; i < 4; i++) {
      assertThat(queue.isFull()).as("%d wait", 1 + i).isFalse();
      added("c" + i, 0);
    }
    assertThat(queue.isFull()).isTrue();
    assertThat(queue.poll()).as("of the device that is left").isSameAs(stays);
  }

  @Test
  void aBatchTakesOneOfEachDeviceAndNoneOutOfItsTurnTwice() {
    List<PendingTensor> batch = new ArrayList<>();
    PendingTensor a1 = added("a", 0);
    PendingTensor b1 = added("b", 1); // another layer: must not wait for a device twice
    PendingTensor c1 = added("c", 0);
    batch.add(queue.poll());
    PendingTensor a2 = added("a", 0);
    queue.gather(model.layers().get(0), 3, batch);
    assertThat(batch).as("a was served since b joined, c was not").containsExactly(a1, c1);
    assertThat(queue.poll()).isSameAs(b1);
    assertThat(queue.poll()).isSameAs(a2);

    batch.clear();
    PendingTensor d1 = added("d", 0);
    PendingTensor d2 = added("d", 0);
    PendingTensor d3 = added("d", 0);
    batch.add(queue.poll());
    queue.gather(model.layers().get(0), 2, batch);
    assertThat(batch).as("nobody else waits, and two are enough").containsExactly(d1, d2);
    assertThat(queue.poll()).isSameAs(d3);
  }
}
