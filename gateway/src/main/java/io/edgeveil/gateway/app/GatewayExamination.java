package io.edgeveil.gateway.app;

import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.command.doctor.CertificateLook;
import io.edgeveil.command.doctor.ClockLook;
import io.edgeveil.command.doctor.Examination;
import io.edgeveil.command.doctor.Finding;
import io.edgeveil.command.doctor.FolderLook;
import io.edgeveil.command.doctor.JavaLook;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.linear.KernelChoice;
import io.edgeveil.linear.Kernels;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What {@code doctor} looks at on a gateway's machine. */
final class GatewayExamination {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final long ROOM_BYTES = 100_000_000;

  private final Examination told;
  private final GatewaySettings settings;
  private final Instant now = Clock.systemUTC().instant();

  GatewayExamination(Examination told, GatewaySettings settings) {
    this.told = told;
    this.settings = settings;
  }

  void run() throws InterruptedException {
    told.tell("java", "install Java 17 or newer", JavaLook::here);
    told.tell(ClockLook.at(now));
    told.tell("memory", "give the machine more memory", this::memory);
    models();
    told.tell("data", "make it readable, or name another with --data", this::data);
    certificates();
    ports();
    if (settings.broker() instanceof BrokerSide.Foreign foreign) {
      told.tell("broker", "see that it runs and knows this gateway", () -> reached(foreign));
    }
  }

  private void models() throws InterruptedException {
    KernelChoice[] kernel = new KernelChoice[1];
    boolean loads =
        told.tell(
            "kernel",
            "take --kernel auto",
            () -> {
              kernel[0] = Kernels.byName(settings.kernel());
              return Finding.ok(
                  "kernel",
                  kernel[0].kernel().name()
                      + ", "
                      + kernel[0].kernel().description()
                      + ": "
                      + kernel[0].reason());
            });
    if (loads) {
      told.tell(
          "models",
          "bring the bundles that edgeveil-model import wrote",
          () -> {
            try (ModelRepository models =
                ModelRepository.load(settings.models(), kernel[0].kernel())) {
              List<String> names = models.models().stream().map(ServedModel::toString).toList();
              return Finding.ok("models", String.join(" ", names));
            }
          });
    }
  }

  /** Weights and what a kernel makes of them, against what is free. */
  private Finding memory() throws IOException {
    long weights = 0;
    if (Files.isDirectory(settings.models())) {
      try (Stream<Path> files = Files.walk(settings.models(), 3)) {
        for (Path file : files.filter(f -> f.endsWith("weights.bin")).toList()) {
          weights += Files.size(file);
        }
      }
    }
    long free = FreeMemory.bytes();
    String found =
        String.format(
            Locale.ROOT,
            "%s free, models of %s, heap up to %s",
            FolderLook.size(free),
            FolderLook.size(weights),
            FolderLook.size(Runtime.getRuntime().maxMemory()));
    return free < 2 * weights
        ? Finding.warning("memory", found, "serve fewer models, or give the machine more memory")
        : Finding.ok("memory", found);
  }

  private Finding data() throws IOException {
    Path data = settings.data();
    if (Files.exists(data)) {
      return FolderLook.of("data", data, ROOM_BYTES);
    }
    Path parent = data.toAbsolutePath().getParent();
    return Files.isWritable(parent)
        ? Finding.ok("data", data + " will be made at the first start")
        : Finding.failed("data", "no folder " + data, "make it, or name another with --data");
  }

  private void certificates() throws InterruptedException {
    Path authority = settings.data().resolve("authority");
    for (String file : List.of("ca.pem", "server.pem")) {
      Path certificate = authority.resolve(file);
      if (Files.exists(certificate)) {
        told.tell(
            "certificate",
            "restore it from a backup",
            () ->
                CertificateLook.of(
                    "certificate",
                    certificate,
                    now,
                    file.equals("ca.pem")
                        ? "move " + authority + " away, and enrol every device anew"
                        : "restart the gateway: it makes another"));
      }
    }
  }

  private void ports() throws InterruptedException {
    if (settings.broker() instanceof BrokerSide.Embedded embedded) {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      port(loopback, embedded.tcpPort(), "--port");
      port(loopback, embedded.websocketPort(), "--websocket-port");
      if (embedded.tlsPort().isPresent()) {
        port(embedded.bindAddress(), embedded.tlsPort().getAsInt(), "--tls-port");
      }
    }
    WebSide web = settings.web();
    if (web.port().isPresent()) {
      port(web.bindAddress(), web.port().getAsInt(), "--http-port");
    }
    CoapSide coap = settings.coap();
    if (coap.plainPort().isPresent()) {
      port(InetAddress.getLoopbackAddress(), coap.plainPort().getAsInt(), "--coap-port");
    }
    if (coap.securePort().isPresent()) {
      port(coap.bindAddress(), coap.securePort().getAsInt(), "--coaps-port");
    }
    if (settings.web().port().isPresent()) {
      port(settings.web().bindAddress(), settings.web().port().getAsInt(), "--http-port");
    }
  }

  private void port(InetAddress address, int port, String option) throws InterruptedException {
    if (port != 0) {
      told.tell("port", "choose another with " + option, () -> PortLook.of(address, port, option));
    }
  }

  private Finding reached(BrokerSide.Foreign foreign) throws BrokerException, InterruptedException {
    try (BrokerConnection connection =
        BrokerConnection.open(
            GatewayServer.connection(foreign, settings.name() + ".doctor")
                .withTimeout(CONNECT_TIMEOUT),
            new Deaf())) {
      return Finding.ok(
          "broker",
          foreign.address()
              + " accepts this gateway, packets of up to "
              + connection.maxPacketBytes()
              + " bytes");
    }
  }

  /** Expects no messages. */
  private static final class Deaf implements BrokerListener {
    @Override
    public void messageArrived(IncomingMessage message) {}

    @Override
    public void connectionLost(ConnectionLostException reason) {}
  }
}
