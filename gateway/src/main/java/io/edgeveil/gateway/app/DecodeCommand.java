package io.edgeveil.gateway.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.edgeveil.command.CommandLineOnly;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.WireFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code decode}: what a chunk says of itself. */
@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the headers of chunks that were caught on the wire, and checks their checksums. It"
          + " needs no secret, and finds none: what follows a header is masked. The key that a"
          + " seed for a dealer holds is not shown."
    },
    footer = {
      "",
      "Example, at a broker of your own, as somebody who may read there (a viewer may not):",
      "  mosquitto_sub -t 'edgeveil/layer/#' -C 1 -N | edgeveil-gateway decode -"
    })
final class DecodeCommand implements Callable<Integer> {
  private static final int MOST_BYTES = 1 << 28;
  private static final int SHOWN_BYTES = 16;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "One or more chunks, one right after the other; - is standard input.")
  private String source;

  @CommandLineOnly
  @Option(names = "--json", description = "Print one JSON object a chunk and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws IOException, StartException, JsonFormatException {
    byte[] bytes = read();
    if (bytes.length == 0) {
      throw new StartException("nothing to decode in " + source, null);
    }
    for (int at = 0; at < bytes.length; ) {
      try {
        int end = Math.toIntExact(Math.min(bytes.length, at + Chunk.lengthAt(bytes, at)));
        print(Chunk.decode(Arrays.copyOfRange(bytes, at, end)));
        at = end;
      } catch (WireFormatException e) {
        throw new StartException("byte " + at + ": " + e.getMessage(), e);
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private byte[] read() throws IOException, StartException {
    try (InputStream in = source.equals("-") ? System.in : Files.newInputStream(Path.of(source))) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new StartException(source + " is larger than " + MOST_BYTES + " bytes", null);
      }
      return bytes;
    }
  }

  private void print(Chunk chunk) throws JsonFormatException {
    ObjectNode facts = (ObjectNode) Json.read(Json.write(chunk.header()), JsonNode.class);
    facts.put("kind", facts.get("kind").asText().toLowerCase(Locale.ROOT));
    // As everything else names a model by: the first digits of its digest.
    facts.put(
        "model_digest_prefix", HexFormat.of().toHexDigits(chunk.header().modelDigestPrefix()));
    facts.set("element_bits", facts.remove("bits"));
    facts.put("chunk_bytes", chunk.bytes().length);
    facts.put("checksum", "right");
    facts.put("first_bytes", firstBytes(chunk));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(Json.write(facts), StandardCharsets.UTF_8));
    } else {
      facts.properties().forEach(f -> out.println(row(f.getKey(), f.getValue())));
      out.println();
    }
    out.flush();
  }

  private static String firstBytes(Chunk chunk) {
    if (chunk.header().kind() == ChunkHeader.Kind.SEED) {
      return "the key of a mask, not shown";
    }
    int end = Math.min(chunk.bytes().length, ChunkHeader.BYTES + SHOWN_BYTES);
    return HexFormat.ofDelimiter(" ").formatHex(chunk.bytes(), ChunkHeader.BYTES, end);
  }

  /** {@code element_bits} becomes {@code element bits}. */
  private static String row(String name, JsonNode value) {
    return String.format(Locale.ROOT, "%-20s %s", name.replace('_', ' '), value.asText());
  }
}
