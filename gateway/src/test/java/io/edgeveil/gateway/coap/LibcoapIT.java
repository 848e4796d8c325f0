package io.edgeveil.gateway.coap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.json.Json;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody else's client: {@code coap-client} of Debian's libcoap3-bin. */
class LibcoapIT {
  private static final String PLAIN = "coap-client-notls";
  private static final String OPENSSL = "coap-client-openssl";
  private static final String GNUTLS = "coap-client-gnutls";

  @TempDir static Path folder;
  private static CoapRig rig;

  @BeforeAll
  static void start() throws Exception {
    for (String program : List.of(PLAIN, OPENSSL, GNUTLS)) {
      boolean installed =
          Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
              .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
      if (!installed) {
        System.out.println("SKIPPED: " + program + " is not installed (Debian: libcoap3-bin)");
      }
      assumeTrue(installed, program + " is not installed");
    }
    rig = new CoapRig(folder);
    rig.add("pi-1");
  }

  @AfterAll
  static void close() throws Exception {
    if (rig != null) {
      rig.close();
    }
  }

  /** What a client wrote: body of the response, and everything else. */
  private record Said(String text, String log) {
    JsonNode json() throws Exception {
      return Json.read(text.getBytes(UTF_8), JsonNode.class);
    }
  }

  private static Said client(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.remove(all.size() - 1);
    return run(PLAIN, all, "", arguments[arguments.length - 1]);
  }

  /**
   * Runs a client in a shell.
   *
   * @param quoted as the shell is to read it
   */
  private static Said run(String program, List<String> arguments, String quoted, String address)
      throws Exception {
    Path body = Files.createTempFile(folder, "body", "");
    Path log = Files.createTempFile(folder, "log", "");
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "exec \"$@\" " + quoted + " '" + address + "'", "-"));
    command.addAll(List.of(program, "-v", "7", "-B", "10", "-o", body.toString()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s", command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Said(Files.readString(body), Files.readString(log));
  }

  private static String plain(String path) {
    return "coap://127.0.0.1:" + rig.frontEnd.plainPort().getAsInt() + path;
  }

  /** The client takes a key as it is on its command line, where a zero byte cannot be. */
  private static byte[] keyWithoutZeros() throws Exception {
    byte[] key = rig.psk("pi-1");
    while (new String(key, ISO_8859_1).indexOf(0) >= 0) {
      var unused = rig.accounts.rotate("pi-1", folder.resolve("pi-1"), "tcp://127.0.0.1:1");
      key = rig.psk("pi-1");
    }
    return key;
  }

  private static Said secured(String program, byte[] key, String path) throws Exception {
    String escaped = HexFormat.of().withPrefix("\\x").formatHex(key);
    return run(
        program,
        List.of("-u", "pi-1"),
        "-k $'" + escaped + "'",
        "coaps://127.0.0.1:" + rig.securePort() + path);
  }

  private static void requireStatus(Said links, Said models, Said health) throws Exception {
    assertThat(links.text())
        .contains("</v1/open>", "</v1/models>", "</v1/health>", "</v1/models/tiny/layers/fc1>")
        .contains("rt=\"edgeveil.health\"", "obs", "ct=65000", "sz=65536", "title=");
    assertThat(models.json().get(0).get("digest").asText()).isEqualTo(rig.model.digest());
    assertThat(health.json().get("heap_mb").asInt()).isPositive();
  }

  @Test
  void itListsAndReadsOverPlainCoap() throws Exception {
    requireStatus(
        client(plain("/.well-known/core")),
        client(plain("/v1/models")),
        client(plain("/v1/health")));
  }

  @ParameterizedTest
  @ValueSource(strings = {OPENSSL, GNUTLS})
  void itListsAndReadsOverDtlsWithADevicesKey(String program) throws Exception {
    byte[] key = keyWithoutZeros();
    requireStatus(
        secured(program, key, "/.well-known/core"),
        secured(program, key, "/v1/models"),
        secured(program, key, "/v1/health"));
  }

  @Test
  void aWrongKeyReadsNothing() throws Exception {
    byte[] key = keyWithoutZeros();
    key[0] = (byte) (key[0] == 1 ? 2 : 1);
    Said said = secured(OPENSSL, key, "/v1/health");
    assertThat(said.text()).isEmpty();
  }

  @Test
  void smallBlocksAreServedToo() throws Exception {
    String whole = client(plain("/.well-known/core")).text();
    assertThat(client("-b", "64", plain("/.well-known/core")).text()).isEqualTo(whole);
  }

  @Test
  void itObservesHealth() throws Exception {
    ExecutorService changes = Executors.newSingleThreadExecutor();
    Future<Said> said = changes.submit(() -> client("-s", "4", "-w", plain("/v1/health")));
    while (!said.isDone()) { // each change is seen or overtaken by the next
      rig.serving.open("pi-1", new byte[0], new Nowhere()); // one more problem
      rig.frontEnd.refresh();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    changes.shutdown();
    List<Long> problems = new ArrayList<>();
    for (String line : said.get().text().split("\n", -1)) {
      if (line.startsWith("{")) {
        problems.add(Json.read(line.getBytes(UTF_8), JsonNode.class).get("problems").asLong());
      }
    }
    assertThat(problems).hasSizeGreaterThanOrEqualTo(4).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "get,    /v2,                            0,     4.04",
    "get,    /v1/models/none/layers/conv1,   0,     4.04",
    "put,    /v1/models,                     50,    4.05",
    "delete, /v1/health,                     0,     4.05",
    "get,    /v1/open,                       0,     4.05",
    "post,   /v1/open,                       0,     4.15",
    "post,   /v1/models/tiny/layers/conv1,   50,    4.15",
    "post,   /v1/open,                       50,    4.03",
    "post,   /v1/open?d=pi-1,                50,    4.03",
    "post,   /v1/models/tiny/layers/conv1,   65000, 4.03",
    "post,   /v1/models/tiny/layers/conv1?d=pi-1&i=0&c=0, 65000, 4.12",
  })
  void wrongRequestsGetTheirCodes(String method, String path, String format, String code)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-m", method));
    if (!method.equals("get") && !method.equals("delete")) {
      arguments.addAll(List.of("-t", format, "-e", "nonsense"));
    }
    arguments.add(plain(path));
    Said said = client(arguments.toArray(String[]::new));
    assertThat(said.log()).contains("c:" + code);
  }

  @Test
  void aFormatThatIsNotGivenIsNotAcceptable() throws Exception {
    assertThat(client("-A", "60", plain("/v1/health")).log()).contains("c:4.06");
  }

  @ParameterizedTest
  @CsvSource({"/v1/open, 50, 5000, 4096", "/v1/models/tiny/layers/conv1, 65000, 70000, 65536"})
  void whatIsTooLargeIsToldTheLimitAtTheFirstBlock(String path, String format, int bytes, int limit)
      throws Exception {
    Path file = Files.write(folder.resolve("large-" + bytes), new byte[bytes]);
    Said said = client("-m", "post", "-t", format, "-f", file.toString(), plain(path));
    assertThat(said.log()).contains("c:4.13", "Size1:" + limit);
    assertThat(said.log().split("Block1:", -1)).hasSizeLessThan(5);
  }

  @Test
  void anErrorIsAConciseProblem() throws Exception {
    Said said = client(plain("/v2"));
    assertThat(said.log()).contains("Content-Format:257");
  }
}
