package io.edgeveil.gateway.app;

import io.edgeveil.command.Heading;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options of {@code run} that say where it listens for HTTP. */
@Heading("Web page")
final class WebOptions {
  /**
   * None of those that web servers, proxies, home automation and monitoring take by default (80,
   * 443, 1880, 3000, 8000, 8080, 8123, 8384, 8443, 8883, 8888, 9000, 9090, 9100).
   */
  static final int PORT = 8635;

  private static final int MAX_PORT = 65_535;

  @Option(names = "--no-http", description = "No web page, no metrics, no health over HTTP.")
  private boolean none;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description =
          "HTTP port of the web page, of /metrics and /v2/health, 0 for any: on loopback, or with"
              + " TLS and the viewer's password at --bind. Default: "
              + PORT)
  private Integer port;

  /** What they say together, and with where other machines reach this one. */
  WebSide side(InetAddress bind, List<String> hosts) throws UsageException {
    UsageException.require(
        !none || port == null, "--no-http and --http-port contradict each other");
    int wanted = port == null ? PORT : port;
    UsageException.require(
        wanted >= 0 && wanted <= MAX_PORT, "--http-port must be 0..65535, got " + wanted);
    return new WebSide(none ? OptionalInt.empty() : OptionalInt.of(wanted), bind, hosts);
  }
}
