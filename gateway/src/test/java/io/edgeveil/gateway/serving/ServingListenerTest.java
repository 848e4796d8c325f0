package io.edgeveil.gateway.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.mask.MaskStream;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listener hears. */
class ServingListenerTest {
  @TempDir Path folder;

  @Test
  void everyLayerIsHeardOfWithItsMaskedInputAndItsBytes() throws Exception {
    ServingRig rig = new ServingRig(folder, ServingRig.limits());
    long session = rig.open("pi-1").session();
    long opened = rig.heard.receivedBytes;
    assertThat(opened).isPositive();
    rig.requireServed("pi-1", session, 5, 0, 50);
    rig.requireServed("pi-1", session, 5, 1, 51);
    rig.requireServed("pi-1", session, 5, 1, 51); // again: no other inference
    assertThat(rig.heard.events)
        .containsExactly(
            "ServedTensor[pi-1, tiny 1, conv1]",
            "ServedTensor[pi-1, tiny 1, fc1] ends",
            "ServedTensor[pi-1, tiny 1, fc1]");
    assertThat(rig.heard.inputs.get(0)).hasValue(rig.randomTensor(0, 50));
    assertThat(rig.heard.inputs.get(1)).hasValue(rig.randomTensor(1, 51));
    long sent =
        rig.chunks(session, 5, 0, rig.randomTensor(0, 50)).stream()
                .mapToLong(chunk -> chunk.bytes().length)
                .sum()
            + 2
                * rig.chunks(session, 5, 1, rig.randomTensor(1, 51)).stream()
                    .mapToLong(chunk -> chunk.bytes().length)
                    .sum();
    assertThat(rig.heard.receivedBytes).isEqualTo(opened + sent);
    assertThat(rig.heard.replyBytes).isPositive();
  }

  @Test
  void problemsAreHeardOfOnceEach() throws Exception {
    ServingRig rig = new ServingRig(folder, ServingRig.limits());
    rig.send("pi-1", "conv1", new byte[10]);
    rig.serving.open("pi-2", new byte[3], rig.recorder);
    assertThat(rig.heard.events)
        .containsExactly("pi-1: Malformed message", "pi-2: Malformed message");
    assertThat(rig.serving.figures().problems()).isEqualTo(2);
  }

  @Test
  void aDealersMasksAreNotShown() throws Exception {
    ServingRig rig = new ServingRig(ServingRig.tiny(folder), ServingRig.limits(), true);
    long session = rig.open("pi-1").session();
    ChunkHeader header = ChunkHeader.seed(session, 0, rig.model.digestPrefix(), 0);
    byte[] key = new byte[MaskStream.KEY_BYTES];
    key[0] = 1;
    rig.send("pi-1", "conv1", Chunk.seed(header, key).bytes());
    assertThat(rig.heard.events).containsExactly("ServedTensor[pi-1, tiny 1, conv1]");
    assertThat(rig.heard.inputs).singleElement().satisfies(input -> assertThat(input).isEmpty());
  }
}
