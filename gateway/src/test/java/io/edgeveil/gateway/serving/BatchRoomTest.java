package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.linear.Crew;
import io.edgeveil.linear.PreparedLayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches of masks: each gets its own result, and no copy of a mask stays. */
class BatchRoomTest {
  @TempDir Path folder;
  private int[] seen; // the kernel's input, live

  private PreparedLayer watched(ServedLayer layer) {
    return new PreparedLayer() {
      @Override
      public void multiply(int batch, int[] residues, int[] results) {
        seen = residues;
        assertThat(residues).as("a mask").isNotEqualTo(new int[residues.length]);
        layer.prepared().multiply(batch, residues, results);
      }

      @Override
      public String description() {
        return "watched";
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void masksOfABatchAreWipedAndEachHasItsResult() throws Exception {
    try (ModelRepository repository = ServingRig.tiny(folder)) {
      ServedModel model = repository.models().get(0);
      ServedLayer layer = model.layers().get(0);
      ServedLayer watched = new ServedLayer(layer.name(), layer.operation(), watched(layer));
      Session session = new Session(1, "pi-1", model, "pads-1", 1000, Packing.BYTES);
      List<PendingTensor> batch = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        ChunkHeader header = ChunkHeader.seed(1, i, model.digestPrefix(), layer.index());
        byte[] key = new byte[32];
        key[i] = 1;
        PendingTensor tensor = new PendingTensor(session, watched, header, 0);
        assertThat(tensor.add(Chunk.seed(header, key), new Recorder())).isTrue();
        batch.add(tensor);
      }
      BatchRoom room = new BatchRoom();
      assertThat(room.multiply(batch, Crew.ALONE)).isBetween(0L, 60_000_000L);
      assertThat(seen).hasSize(3 * layer.inputElements()).containsOnly(0);
      for (int i = 0; i < 3; i++) {
        assertThat(room.result(i)).isEqualTo(layer.multiply(batch.get(i).input().residues()));
      }
    }
  }
}
