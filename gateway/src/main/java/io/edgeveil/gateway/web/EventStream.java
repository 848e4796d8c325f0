package io.edgeveil.gateway.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.edgeveil.broker.ViewerAccess.Admission;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Server-sent events (HTML standard, section 9.2) to one client, until it goes, reads too slowly,
 * or may not watch any more:
 *
 * <pre>
 *   event: facts    once: what does not change
 *   event: past     once: the last minutes
 *   event: moment   every second: how things stand
 *   event: glimpse  when there is a new one: what the gateway sees of the layer asked for
 * </pre>
 */
final class EventStream {
  private static final String RETRY = "retry: 2000\n\n";

  private final Contents contents;
  private final Feed feed;
  private final SlowReaders slowReaders;
  private final Optional<Login> login;

  EventStream(Contents contents, Feed feed, SlowReaders slowReaders, Optional<Login> login) {
    this.contents = contents;
    this.feed = feed;
    this.slowReaders = slowReaders;
    this.login = login;
  }

  /**
   * Writes until the end.
   *
   * @param admission of who watches, where one is needed
   * @param layer whose glimpses are wanted, or null
   */
  void run(HttpExchange exchange, Optional<Admission> admission, String layer)
      throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    exchange.getResponseHeaders().set("X-Accel-Buffering", "no"); // nginx hands events on at once
    exchange.sendResponseHeaders(Answer.OK, 0);
    OutputStream out = exchange.getResponseBody();
    write(out, RETRY, event("facts", contents.facts()), event("past", contents.watch().past()));
    String shown = "";
    long number = 0;
    while (mayStill(admission)) {
      Feed.Moment moment = feed.after(number);
      if (feed.isOver()) {
        return;
      }
      number = moment.number();
      String glimpse = layer == null ? shown : contents.watch().glimpse(layer).orElse(shown);
      boolean isNew = !glimpse.equals(shown);
      shown = glimpse;
      write(out, event("moment", moment.json()), isNew ? event("glimpse", glimpse) : "");
    }
  }

  private boolean mayStill(Optional<Admission> admission) throws IOException {
    return login.isEmpty() || login.get().stillAdmits(admission.orElseThrow());
  }

  private void write(OutputStream out, String... parts) throws IOException {
    slowReaders.watch(
        () -> {
          for (String part : parts) {
            out.write(part.getBytes(UTF_8));
          }
          out.flush();
        });
  }

  /** JSON on one line is an event's data as it is. */
  private static String event(String name, String json) {
    return "event: " + name + "\ndata: " + json + "\n\n";
  }
}
