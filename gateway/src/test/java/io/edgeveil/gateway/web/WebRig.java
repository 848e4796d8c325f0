package io.edgeveil.gateway.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgeveil.gateway.metrics.Meters;
import io.edgeveil.gateway.serving.ServingListener;
import io.edgeveil.gateway.status.Info;
import io.edgeveil.gateway.watch.TinyGateway;
import io.edgeveil.gateway.watch.Watch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A web server over a serving core without a broker. */
final class WebRig implements AutoCloseable {
  static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final Meters meters;
  private final Watch watch = new Watch(Instant::now, System::nanoTime);
  final TinyGateway gateway;
  final WebServer server;
  final HttpClient client;
  volatile boolean ready = true;

  WebRig(Path folder) throws Exception {
    this(folder, new HttpListener(HERE, 0, Optional.empty()), Optional.empty(), 0);
  }

  /**
   * One that listens as it is told.
   *
   * @param client with certificates, where they are needed
   * @param padding bytes of facts on top of those that there are
   */
  WebRig(Path folder, HttpListener where, Optional<HttpClient> client, int padding)
      throws Exception {
    Info info = new Info("1", "reference", "cpu", 1, "2026-01-01T00:00:00Z", "tiny");
    meters = new Meters(info);
    gateway = new TinyGateway(folder, false, ServingListener.all(List.of(watch, meters)));
    meters.show(gateway.serving()::figures, () -> ready);
    String broker = "tcp://127.0.0.1:1" + "0".repeat(padding);
    this.client = client.orElse(HttpClient.newHttpClient());
    server =
        WebServer.start(
            where,
            new Contents(
                Watch.facts("gw-1", info, broker, false, gateway.models()),
                watch,
                meters,
                gateway.serving()::figures,
                () -> ready,
                () -> ready),
            Duration.ofMillis(500));
  }

  URI uri(String path) {
    return URI.create(
        (server.isSecure() ? "https" : "http") + "://localhost:" + server.port() + path);
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Sends bytes as they are, without TLS, and reads until the server closes. */
  String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(HERE, server.port());
    socket.setSoTimeout(25_000);
    return socket;
  }

  /** A stream of events that stands. */
  final class Stream implements AutoCloseable {
    final HttpResponse<java.io.InputStream> response;
    private final BufferedReader lines;

    Stream(String path, String... headers) throws Exception {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
      if (headers.length > 0) {
        request.headers(headers);
      }
      response = client.send(request.build(), BodyHandlers.ofInputStream());
      lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8));
    }

    /** Name and data of the next event, with a blank between; null if it is over or was cut. */
    String next() {
      String name = "";
      try {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("event: ")) {
            name = line.substring(7);
          } else if (line.startsWith("data: ")) {
            return name + " " + line.substring(6);
          }
        }
        return null;
      } catch (IOException e) {
        return null;
      }
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  @Override
  public void close() {
    server.close();
    meters.close();
  }
}
