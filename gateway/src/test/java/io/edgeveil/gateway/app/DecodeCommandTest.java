package io.edgeveil.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeCommandTest {
  private static final long DIGEST = 0x0effc4bd55aa0ec1L;

  @TempDir Path folder;
  private Path file;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void name() {
    file = folder.resolve("chunks");
  }

  private int decode(String... more) {
    String[] args = Arrays.copyOf(new String[] {"decode", file.toString()}, 2 + more.length);
    System.arraycopy(more, 0, args, 2, more.length);
    return GatewayCommand.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  private static Chunk request() {
    return Chunk.encode(
        ChunkHeader.request(24, 0x1234, 77, DIGEST, 2, 4), new int[] {1, 2, 0x030201, 255});
  }

  @Test
  void aChunkIsShownInWords() throws Exception {
    Files.write(file, request().bytes());
    assertThat(decode()).as(err.toString()).isZero();
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("kind +request"))
        .anyMatch(line -> line.matches("inference +77"))
        .anyMatch(line -> line.matches("layer +2"))
        .anyMatch(line -> line.matches("model digest prefix +0effc4bd55aa0ec1"))
        .anyMatch(line -> line.matches("checksum +right"))
        .anyMatch(line -> line.matches("first bytes +01 00 00 02 00 00 01 02 03 ff 00 00"));
  }

  @Test
  void severalAreAnObjectALine() throws Exception {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(request().bytes());
    both.write(Chunk.encode(request().header().reply(32, 2, 1500), new int[] {7, 8}).bytes());
    Files.write(file, both.toByteArray());
    assertThat(decode("--json")).as(err.toString()).isZero();
    String[] lines = out.toString().split("\n", -1);
    JsonNode reply = Json.read(lines[1].getBytes(StandardCharsets.UTF_8), JsonNode.class);
    assertThat(reply.get("kind").asText()).isEqualTo("reply");
    assertThat(reply.get("element_bits").asInt()).isEqualTo(32);
    assertThat(reply.get("compute_micros").asInt()).isEqualTo(1500);
  }

  @Test
  void theKeyInASeedIsNotShown() throws Exception {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 0xab);
    Files.write(file, Chunk.seed(ChunkHeader.seed(1, 2, DIGEST, 0), key).bytes());
    assertThat(decode()).isZero();
    assertThat(decode("--json")).isZero();
    assertThat(out.toString()).contains("not shown").doesNotContain("ab ab", "abab");
  }

  @Test
  void damageIsOneLine() throws Exception {
    byte[] bytes = request().bytes().clone();
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    assertThat(decode()).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("edgeveil-gateway: byte 0: chunk checksum does not match\n");
    assertThat(out.toString()).isEmpty();
    Files.write(file, Arrays.copyOf(bytes, 70));
    assertThat(decode()).isEqualTo(1);
    Files.writeString(file, "no chunk at all, but a text that is longer than a header would be");
    assertThat(decode()).isEqualTo(1);
    assertThat(err.toString()).contains("wrong magic");
  }
}
