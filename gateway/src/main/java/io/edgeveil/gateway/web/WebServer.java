package io.edgeveil.gateway.web;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway over HTTP: a page to look at, metrics, health. Listens from the start until {@link
 * #close}, after which none of its threads is left.
 *
 * <p><b>Guarantee.</b> On loopback it answers this machine alone, in plain HTTP; anywhere else it
 * speaks TLS 1.3 and shows all but its health to viewers alone. It keeps a bounded number of
 * connections, threads and bytes of each, drops who is slow, and holds up nothing but itself.
 */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int BACKLOG = 50;
  private static final String[] PROTOCOLS = {"TLSv1.3"};

  private final Contents contents;
  private final Feed feed = new Feed();
  private final SlowReaders slowReaders;
  private final ThreadPoolExecutor threads;
  private final HttpServer server;
  private final boolean secure;

  private WebServer(HttpListener where, Contents contents, Duration patience) throws IOException {
    ServerLimits.set();
    this.contents = contents;
    this.slowReaders = new SlowReaders(patience);
    this.secure = where.secure().isPresent();
    Optional<Login> login =
        where.secure().map(HttpListener.Secure::viewers).map(v -> new Login(v, System::nanoTime));
    Requests requests = new Requests(contents, PageFiles.read(), login, feed, slowReaders);
    server = bound(where);
    threads = threads();
    server.setExecutor(threads);
    var unused = server.createContext("/", requests);
  }

  private static HttpServer bound(HttpListener where) throws IOException {
    InetSocketAddress address = new InetSocketAddress(where.address(), where.port());
    try {
      if (where.secure().isEmpty()) {
        return HttpServer.create(address, BACKLOG);
      }
      HttpsServer https = HttpsServer.create(address, BACKLOG);
      https.setHttpsConfigurator(tls13(where.secure().get().identity().tls()));
      return https;
    } catch (IOException e) {
      throw new IOException(
          "cannot listen for HTTP on port " + where.port() + ": " + e.getMessage(), e);
    }
  }

  private static HttpsConfigurator tls13(SSLContext context) {
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters settings = context.getDefaultSSLParameters();
        settings.setProtocols(PROTOCOLS);
        parameters.setSSLParameters(settings);
      }
    };
  }

  /** One for each connection that there can be. */
  private static ThreadPoolExecutor threads() {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        ServerLimits.CONNECTIONS * 2,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "edgeveil-http-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Listens.
   *
   * @throws IOException if the port is in use
   */
  public static WebServer start(HttpListener where, Contents contents) throws IOException {
    return start(where, contents, PATIENCE);
  }

  /** The same with another patience with clients that do not read. */
  static WebServer start(HttpListener where, Contents contents, Duration patience)
      throws IOException {
    WebServer started = new WebServer(where, contents, patience);
    started.server.start();
    LOG.info(
        "{} at port {}",
        started.secure ? "HTTPS, for viewers," : "HTTP on loopback",
        started.port());
    return started;
  }

  /** Where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Whether it speaks TLS. */
  public boolean isSecure() {
    return secure;
  }

  /** Shows how things stand to whoever watches; to be called once a second. */
  public void refresh() {
    slowReaders.look();
    feed.publish(
        contents
            .watch()
            .moment(
                contents.figures().get(),
                contents.brokerConnected().getAsBoolean(),
                contents.ready().getAsBoolean()));
  }

  /** Ends every connection. */
  @Override
  public void close() {
    feed.end();
    server.stop(0);
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("requests over HTTP did not end in {}", PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
