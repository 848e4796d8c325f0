package io.edgeveil.gateway.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.edgeveil.broker.ViewerAccess.Admission;
import io.edgeveil.gateway.metrics.Meters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every request: checked from outside to inside, then answered.
 *
 * <p><b>Guarantee.</b> Without TLS only requests that name this machine are answered, so that no
 * page of another site reads this one by a name of its own that leads here (DNS rebinding). With
 * TLS only a viewer learns more than whether the gateway lives.
 */
final class Requests implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
  static final int MAX_STREAMS = 16;
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d{1,5})?");
  private static final Pattern LAYER_QUERY =
      Pattern.compile("layer=([a-z0-9_-]{1,64}(?:/[a-z0-9_.-]{1,64}){2})");
  private static final String EVENTS = "/events";
  private static final String METRICS = "/metrics";
  private static final String LIVE = "/v2/health/live";
  private static final String READY = "/v2/health/ready";

  private final Contents contents;
  private final Map<String, Answer> files;
  private final Optional<Login> login;
  private final SlowReaders slowReaders;
  private final EventStream events;
  private final Semaphore streams = new Semaphore(MAX_STREAMS);

  Requests(
      Contents contents,
      Map<String, Answer> files,
      Optional<Login> login,
      Feed feed,
      SlowReaders slowReaders) {
    this.contents = contents;
    this.files = files;
    this.login = login;
    this.slowReaders = slowReaders;
    this.events = new EventStream(contents, feed, slowReaders, login);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      setHeaders(exchange.getResponseHeaders());
      answer(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("a client went away: {}", e.getMessage());
      throw e;
    } catch (RuntimeException e) {
      LOG.error("a request failed", e);
      throw e;
    }
  }

  private static void setHeaders(Headers headers) {
    headers.set(
        "Content-Security-Policy",
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  private void answer(HttpExchange exchange) throws IOException, InterruptedException {
    if (exchange.getRequestHeaders().containsKey("Transfer-Encoding")) {
      return; // closes the connection: the server would read on to answer
    }
    Optional<Answer> refusal = refusal(exchange);
    if (refusal.isPresent()) {
      exchange.getResponseHeaders().set("Connection", "close");
      send(exchange, refusal.get());
      return;
    }
    String path = exchange.getRequestURI().getPath();
    if (path.equals(LIVE)) {
      send(exchange, Answer.truth("live", true));
      return;
    }
    if (path.equals(READY)) {
      send(exchange, Answer.truth("ready", contents.ready().getAsBoolean()));
      return;
    }
    Optional<Admission> admission = Optional.empty();
    if (login.isPresent()) {
      Login.Outcome outcome =
          login
              .get()
              .admit(
                  exchange.getRequestHeaders().getFirst("Authorization"),
                  exchange.getRemoteAddress().getAddress());
      if (outcome.admission().isEmpty()) {
        sendAway(exchange, outcome.tooManyTries());
        return;
      }
      admission = outcome.admission();
    }
    if (path.equals(EVENTS)) {
      stream(exchange, admission);
    } else if (path.equals(METRICS)) {
      send(
          exchange,
          new Answer(
              Answer.OK,
              Meters.CONTENT_TYPE,
              contents.meters().text().getBytes(StandardCharsets.UTF_8)));
    } else {
      send(
          exchange,
          files.getOrDefault(path, Answer.text(Answer.NOT_FOUND, "there is nothing here")));
    }
  }

  /** Why the request is none that is answered. */
  private Optional<Answer> refusal(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    if (!METHODS.contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Optional.of(Answer.text(Answer.METHOD_NOT_ALLOWED, "GET and HEAD alone"));
    }
    String length = headers.getFirst("Content-Length");
    if (length != null && !length.equals("0")) {
      return Optional.of(Answer.text(Answer.TOO_LARGE, "requests have no body here"));
    }
    String host = headers.getFirst("Host");
    if (login.isEmpty() && (host == null || !THIS_MACHINE.matcher(host).matches())) {
      return Optional.of(Answer.text(Answer.MISDIRECTED, "this is served to this machine alone"));
    }
    if (exchange.getRequestURI().getPath() == null) {
      return Optional.of(Answer.text(Answer.BAD_REQUEST, "no path"));
    }
    return Optional.empty();
  }

  private void sendAway(HttpExchange exchange, boolean tooManyTries) throws IOException {
    if (tooManyTries) {
      exchange.getResponseHeaders().set("Retry-After", "10");
      send(exchange, Answer.text(Answer.TOO_MANY_REQUESTS, "too many wrong passwords"));
      return;
    }
    exchange
        .getResponseHeaders()
        .set("WWW-Authenticate", "Basic realm=\"Edgeveil viewer\", charset=\"UTF-8\"");
    send(exchange, Answer.text(Answer.UNAUTHORIZED, "for viewers: edgeveil-gateway viewer"));
  }

  private void stream(HttpExchange exchange, Optional<Admission> admission)
      throws IOException, InterruptedException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      send(exchange, new Answer(Answer.OK, "text/event-stream; charset=utf-8", new byte[0]));
      return;
    }
    String query = exchange.getRequestURI().getQuery();
    var asked = LAYER_QUERY.matcher(query == null ? "" : query);
    if (query != null && !asked.matches()) {
      send(exchange, Answer.text(Answer.BAD_REQUEST, "layer=MODEL/VERSION/LAYER alone"));
      return;
    }
    if (!streams.tryAcquire()) {
      exchange.getResponseHeaders().set("Retry-After", "10");
      send(exchange, Answer.text(Answer.UNAVAILABLE, "too many pages are open"));
      return;
    }
    try {
      events.run(exchange, admission, query == null ? null : asked.group(1));
    } finally {
      streams.release();
    }
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head || answer.body().length == 0) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    slowReaders.watch(
        () -> {
          exchange.sendResponseHeaders(answer.status(), answer.body().length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer.body());
          }
        });
  }
}
