package io.edgeveil.sensor.inference;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.TlsIdentity;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.manifest.ModelDigest;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.DeviceAccounts;
import io.edgeveil.gateway.account.IdentityFiles;
import io.edgeveil.sensor.transport.mqtt.MqttTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A gateway in a process of its own that one device may use over TLS. */
final class BenchmarkGateway implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int CHUNK_BYTES = 128_000;
  private static final String PAD_FILE = "0123456789abcdef";

  private final Process process;
  private final IdentityFiles device;
  private final BrokerAddress address;
  private final Path models;
  private final List<MqttTransport> transports = new ArrayList<>();

  private BenchmarkGateway(
      Process process, IdentityFiles device, BrokerAddress address, Path models) {
    this.process = process;
    this.device = device;
    this.address = address;
    this.models = models;
  }

  /** Starts it with all models of a folder and returns when it is ready. */
  static BenchmarkGateway start(Path folder) throws IOException, JsonFormatException {
    Path data = Files.createTempDirectory(folder, "gateway");
    IdentityFiles device = new IdentityFiles(data.resolve("device"));
    var unused =
        new DeviceAccounts(new DataFolder(data))
            .add(SensorWork.DEVICE, device.folder(), "mqtts://localhost");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // the class path is the sensor's tests' and holds both programs' logging
                "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
                "-cp",
                System.getProperty("java.class.path"),
                "io.edgeveil.gateway.app.Main",
                "run",
                "--json",
                "--models",
                folder.resolve("models").toString(),
                "--data",
                data.toString(),
                "--host",
                "localhost",
                "--port",
                "0",
                "--websocket-port",
                "0",
                "--http-port",
                "0",
                "--tls-port",
                "0",
                "--no-coap",
                "--device-messages",
                "100000",
                "--device-bytes",
                "1000000000",
                "--max-bytes-per-second",
                "1000000000",
                "--max-chunks-per-second",
                "100000")
            .redirectError(data.resolve("gateway.log").toFile())
            .start();
    String ready = process.inputReader().readLine();
    if (ready == null) {
      throw new IOException("the gateway did not start, see " + data);
    }
    JsonNode facts = Json.read(ready.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    BrokerAddress address = BrokerAddress.parse(facts.required("tls").textValue());
    return new BenchmarkGateway(process, device, address, folder.resolve("models"));
  }

  /** Opens a session for the work. */
  SensorWork.Line connect(SensorWork work, String model) throws Exception {
    ConnectionSettings settings =
        ConnectionSettings.to(address, SensorWork.DEVICE)
            .withIdentity(TlsIdentity.read(device.authority(), device.certificate(), device.key()));
    MqttTransport transport = MqttTransport.connect(settings, SensorWork.DEVICE, model);
    transports.add(transport);
    ModelBundle bundle = ModelBundle.open(models.resolve(model).resolve("1"));
    SessionReply reply =
        transport.open(
            new SessionRequest(model, "1", bundle.digest(), PAD_FILE, 0, CHUNK_BYTES, Packing.BYTES), TIMEOUT);
    work.in(
        new GatewaySession.Open(
            reply.gateway(),
            reply.session(),
            reply.chunkBytes(),
            reply.packing(),
            model,
            ModelDigest.prefix(bundle.digest()),
            PAD_FILE));
    return exchange -> transport.exchange(exchange, TIMEOUT);
  }

  @Override
  public void close() {
    transports.forEach(MqttTransport::close);
    process.destroy();
    var unused = process.onExit().join();
  }
}
