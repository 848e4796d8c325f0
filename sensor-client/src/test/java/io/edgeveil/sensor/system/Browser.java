package io.edgeveil.sensor.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's Chromium without a screen, told what to do by W3C WebDriver through chromedriver. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process driver;
  private final URI session;

  private Browser(Path profile) throws IOException, InterruptedException {
    driver = new ProcessBuilder(DRIVER.toString(), "--port=0").redirectErrorStream(true).start();
    try {
      URI service = URI.create("http://127.0.0.1:" + portOf(driver) + "/session");
      String id = ask("POST", service, capabilities(profile)).get("sessionId").asText();
      session = URI.create(service + "/" + id + "/");
    } catch (IOException | InterruptedException | RuntimeException e) {
      end();
      throw e;
    }
  }

  /** Whether there is one here. */
  static boolean isInstalled() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  /** Starts one with a profile of its own. */
  static Browser start(Path profile) throws IOException, InterruptedException {
    return new Browser(profile);
  }

  private static int portOf(Process driver) throws IOException {
    BufferedReader lines = driver.inputReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        return Integer.parseInt(started.group(1));
      }
    }
    throw new IOException("chromedriver did not start");
  }

  private static Object capabilities(Path profile) {
    List<String> arguments =
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--user-data-dir=" + profile);
    return Map.of(
        "capabilities",
        Map.of(
            "alwaysMatch",
            Map.of(
                "browserName",
                "chrome",
                "goog:loggingPrefs",
                Map.of("browser", "ALL"),
                "goog:chromeOptions",
                Map.of("binary", CHROMIUM.toString(), "args", arguments))));
  }

  private JsonNode ask(String method, URI where, Object body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(where)
            .timeout(PATIENCE)
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(Json.write(body)))
            .build();
    try {
      JsonNode value =
          Json.read(client.send(request, BodyHandlers.ofByteArray()).body(), JsonNode.class)
              .get("value");
      if (value != null && value.hasNonNull("error")) {
        throw new IOException(value.get("message").asText());
      }
      return value;
    } catch (io.edgeveil.core.json.JsonFormatException e) {
      throw new IOException("chromedriver answers no JSON", e);
    }
  }

  void open(String url) throws IOException, InterruptedException {
    JsonNode unused = ask("POST", session.resolve("url"), Map.of("url", url));
  }

  /** What a function body returns in the page. */
  JsonNode run(String script) throws IOException, InterruptedException {
    return ask(
        "POST", session.resolve("execute/sync"), Map.of("script", script, "args", List.of()));
  }

  /** The text of the one element that a selector names. */
  String text(String selector) throws IOException, InterruptedException {
    return run("return document.querySelector('" + selector + "').textContent").asText();
  }

  /** Pixels of a screen. */
  void resize(int width, int height, boolean phone) throws IOException, InterruptedException {
    devTools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
  }

  /** {@code light} or {@code dark}. */
  void prefer(String scheme) throws IOException, InterruptedException {
    devTools(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  private void devTools(String command, Map<String, ?> parameters)
      throws IOException, InterruptedException {
    JsonNode unused =
        ask(
            "POST",
            session.resolve("goog/cdp/execute"),
            Map.of("cmd", command, "params", parameters));
  }

  /** Writes a picture of the screen, PNG. */
  void picture(Path file) throws IOException, InterruptedException {
    Files.createDirectories(file.getParent());
    Files.write(
        file, Base64.getDecoder().decode(ask("GET", session.resolve("screenshot"), null).asText()));
  }

  /** What the console has shown since it was asked before. */
  List<String> console() throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    ask("POST", session.resolve("se/log"), Map.of("type", "browser"))
        .forEach(entry -> lines.add(entry.toString()));
    return lines;
  }

  @Override
  public void close() throws IOException {
    try {
      JsonNode unused = ask("DELETE", URI.create(session.toString().replaceAll("/$", "")), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private void end() {
    driver.descendants().forEach(ProcessHandle::destroy);
    driver.destroy();
    try {
      if (!driver.waitFor(10, TimeUnit.SECONDS)) {
        driver.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      driver.destroyForcibly();
    }
  }
}
