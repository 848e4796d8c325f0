package io.edgeveil.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served on loopback. */
class WebServerTest {
  @TempDir Path folder;
  private WebRig web;

  @BeforeEach
  void start() throws Exception {
    web = new WebRig(folder);
  }

  @AfterEach
  void closeAndLeaveNoThread() {
    web.close();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(Thread::isAlive)
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("edgeveil-http")));
  }

  private static void requireHeaders(HttpResponse<String> response) {
    var headers = response.headers();
    assertThat(headers.firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .startsWith("default-src 'self';")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe", "*"));
    assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
    assertThat(headers.firstValue("Content-Type")).isPresent();
    assertThat(headers.map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
  }

  @ParameterizedTest
  @CsvSource({
    "/,                 200, text/html",
    "/style.css,        200, text/css",
    "/app.js,           200, text/javascript",
    "/glimpse.js,       200, text/javascript",
    "/icon.svg,         200, image/svg+xml",
    "/metrics,          200, text/plain",
    "/v2/health/live,   200, application/json",
    "/v2/health/ready,  200, application/json",
    "/index.html,       404, text/plain",
    "/events?layer=..,  400, text/plain",
    "/events?x=1,       400, text/plain",
    "/page/index.html,  404, text/plain",
    "/v2/models,        404, text/plain",
    "/%2e%2e/%2e%2e/etc/passwd, 404, text/plain",
    "/app.js%00.css,    404, text/plain",
    "/app.js/,          404, text/plain",
  })
  void everyAnswerHasItsTypeAndTheHeadersThatAllHave(String path, int status, String type)
      throws Exception {
    HttpResponse<String> response = web.get(path, "Origin", "https://elsewhere.example");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
    requireHeaders(response);
  }

  @Test
  void thePageLoadsNothingFromElsewhereAndHasNoInlineCode() throws Exception {
    String page = web.get("/").body();
    assertThat(page).doesNotContain("http://", "https://", "style=", "onclick", "<style");
    assertThat(page).containsPattern("<script type=\"module\" src=\"app.js\"></script>");
    for (String script :
        List.of("/app.js", "/sensors.js", "/alarms.js", "/layers.js", "/text.js")) {
      assertThat(web.get(script).body())
          .as(script)
          .doesNotContain(
              "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    }
  }

  @Test
  void headHasNoBodyAndNothingCanBeSent() throws Exception {
    HttpResponse<String> head = send("HEAD", BodyPublishers.noBody());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH")) {
      HttpResponse<String> response = send(method, BodyPublishers.noBody());
      assertThat(response.statusCode()).as(method).isEqualTo(405);
      assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
      requireHeaders(response);
    }
    assertThat(send("GET", BodyPublishers.ofString("x=1")).statusCode()).isEqualTo(413);
  }

  private HttpResponse<String> send(String method, HttpRequest.BodyPublisher body)
      throws Exception {
    return web.client.send(
        HttpRequest.newBuilder(web.uri("/")).method(method, body).build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "localhost:9, 200",
    "127.0.0.1:8635, 200",
    "127.9.9.9, 200",
    "[::1]:80, 200",
    "attacker.example, 421",
    "localhost.attacker.example, 421",
    "127.0.0.1.attacker.example, 421",
    "attacker.example:127, 421",
    "'', 421",
  })
  void onlyWhoNamesThisMachineIsAnswered(String host, int status) throws Exception {
    String answer =
        web.raw("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer.contains("edgeveil_")).isEqualTo(status == 200);
  }

  @Test
  void withoutAHostNothingIsAnswered() throws Exception {
    assertThat(web.raw("GET /metrics HTTP/1.0\r\n\r\n")).contains(" 421 ");
  }

  @Test
  void healthSaysWhetherInferencesAreServed() throws Exception {
    assertThat(web.get("/v2/health/live").body()).isEqualTo("{\"live\":true}\n");
    assertThat(web.get("/v2/health/ready").body()).isEqualTo("{\"ready\":true}\n");
    web.ready = false;
    assertThat(web.get("/v2/health/live").statusCode()).isEqualTo(200);
    assertThat(web.get("/v2/health/ready").statusCode()).isEqualTo(503);
    assertThat(web.get("/v2/health/ready").body()).isEqualTo("{\"ready\":false}\n");
  }

  @Test
  void aStreamTellsOfEveryMomentAndOfTheLayerAskedFor() throws Exception {
    try (WebRig.Stream stream = web.new Stream("/events?layer=tiny/1/conv1")) {
      assertThat(stream.response.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      assertThat(stream.response.headers().firstValue("X-Accel-Buffering"))
          .as("a proxy hands events on at once")
          .contains("no");
      assertThat(stream.next()).startsWith("facts {\"gateway\":\"gw-1\"").contains("tiny/1/conv1");
      assertThat(stream.next()).isEqualTo("past []");
      web.server.refresh();
      assertThat(stream.next()).startsWith("moment {").contains("\"inferences\":0");
      web.gateway.infer("pi-1", 0);
      web.server.refresh();
      assertThat(stream.next()).startsWith("moment {").contains("\"inferences\":1");
      assertThat(stream.next())
          .startsWith("glimpse {\"layer\":\"tiny/1/conv1\"")
          .contains("pixels");
      web.server.refresh();
      assertThat(stream.next()).startsWith("moment {");
      web.server.refresh();
      assertThat(stream.next()).as("the same glimpse is not sent again").startsWith("moment {");
      web.server.close();
      assertThat(stream.next()).isNull();
    }
  }

  @Test
  void streamsAreSoManyAndAPlaceIsFreeAgainWhenOneEnds() throws Exception {
    List<WebRig.Stream> streams = new ArrayList<>();
    for (int i = 0; i < Requests.MAX_STREAMS; i++) {
      streams.add(web.new Stream("/events"));
      assertThat(streams.get(i).response.statusCode()).isEqualTo(200);
    }
    assertThat(web.get("/events").statusCode()).isEqualTo(503);
    assertThat(web.get("/v2/health/live").statusCode()).as("all else goes on").isEqualTo(200);
    streams.get(0).close();
    Awaitility.await()
        .untilAsserted(
            () -> {
              web.server.refresh();
              try (WebRig.Stream another = web.new Stream("/events")) {
                assertThat(another.response.statusCode()).isEqualTo(200);
              }
            });
    for (WebRig.Stream stream : streams) {
      stream.close();
    }
  }

  @Test
  void aPortInUseIsNamed() {
    assertThatThrownBy(
            () ->
                new WebRig(
                    folder.resolve("second"),
                    new HttpListener(WebRig.HERE, web.server.port(), Optional.empty()),
                    Optional.empty(),
                    0))
        .hasMessageContaining("HTTP on port " + web.server.port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
  void withoutTlsNoOtherMachineIsServed(String address) {
    assertThatThrownBy(() -> new HttpListener(InetAddress.getByName(address), 0, Optional.empty()))
        .hasMessageContaining("loopback");
  }
}
