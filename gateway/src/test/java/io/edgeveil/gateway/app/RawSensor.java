package io.edgeveil.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.OutgoingMessage;
import io.edgeveil.broker.client.Qos;
import io.edgeveil.broker.client.TlsIdentity;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.core.wire.TensorAssembly;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.gateway.account.IdentityFiles;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A device reduced to its messages, for tests. */
final class RawSensor implements AutoCloseable {
  static final int CHUNK_BYTES = ChunkHeader.BYTES + 100;

  private static final AtomicLong MADE = new AtomicLong();

  final String device;
  final String padFile = "%016x".formatted(MADE.getAndIncrement()); // indices begin anew
  final BlockingQueue<IncomingMessage> inbox = new LinkedBlockingQueue<>();
  final CompletableFuture<String> lost = new CompletableFuture<>();
  private final BrokerConnection connection;
  private final byte[] token;

  private RawSensor(String device, ConnectionSettings settings) throws Exception {
    this.device = device;
    this.token = ("token of " + device).getBytes(StandardCharsets.UTF_8);
    this.connection =
        BrokerConnection.open(
            settings,
            new BrokerListener() {
              @Override
              public void messageArrived(IncomingMessage message) {
                inbox.add(message);
              }

              @Override
              public void connectionLost(ConnectionLostException reason) {
                lost.complete(reason.getMessage());
              }
            });
    connection.subscribe(Topics.reply(device), Qos.AT_LEAST_ONCE);
  }

  /** Connects with the credentials.json of a bundle. */
  static RawSensor of(Path bundle) throws Exception {
    JsonNode json =
        Json.read(Files.readAllBytes(bundle.resolve("credentials.json")), JsonNode.class);
    return of(
        BrokerAddress.parse(json.get("broker").asText()),
        json.get("user").asText(),
        json.get("password").asText());
  }

  /** Connects with the certificate of a bundle. */
  static RawSensor overTls(Path bundle, BrokerAddress address, String device) throws Exception {
    IdentityFiles files = new IdentityFiles(bundle);
    return new RawSensor(
        device,
        ConnectionSettings.to(address, device)
            .withTimeout(Duration.ofSeconds(20))
            .withIdentity(TlsIdentity.read(files.authority(), files.certificate(), files.key())));
  }

  static RawSensor of(BrokerAddress address, String device, String password) throws Exception {
    return new RawSensor(
        device,
        ConnectionSettings.to(address, device + ".raw")
            .withTimeout(Duration.ofSeconds(20))
            .withCredentials(Credentials.of(device, password.toCharArray())));
  }

  void send(String topic, byte[] payload, String responseTopic) throws Exception {
    OutgoingMessage message = OutgoingMessage.of(topic, payload).withCorrelationData(token);
    connection.deliver(responseTopic == null ? message : message.withResponseTopic(responseTopic));
  }

  void send(String topic, byte[] payload) throws Exception {
    send(topic, payload, Topics.reply(device));
  }

  IncomingMessage next() throws Exception {
    IncomingMessage message = inbox.poll(20, TimeUnit.SECONDS);
    assertThat(message).as("an answer within 20 s").isNotNull();
    assertThat(message.correlationData())
        .hasValueSatisfying(data -> assertThat(data).isEqualTo(token));
    assertThat(message.isRetained()).isFalse();
    return message;
  }

  Problem nextProblem() throws Exception {
    IncomingMessage message = next();
    assertThat(message.contentType()).contains("application/problem+json");
    return Json.read(message.payload(), Problem.class);
  }

  SessionReply open(ServedModel model) throws Exception {
    SessionRequest request =
        new SessionRequest(
            model.name(), model.version(), model.digest(), padFile, 0, CHUNK_BYTES, Packing.BYTES);
    send(Topics.open(device), Json.write(request));
    IncomingMessage message = next();
    assertThat(message.contentType()).contains("application/json");
    return Json.read(message.payload(), SessionReply.class);
  }

  static int[] randomTensor(ServedLayer layer, long seed) {
    return new Random(seed).ints(layer.inputElements(), 0, layer.modulus().prime()).toArray();
  }

  List<Chunk> chunks(
      SessionReply session, ServedModel model, ServedLayer layer, long inference, int[] tensor) {
    ChunkHeader header =
        ChunkHeader.request(
            Packing.BYTES.bits(layer.modulus()),
            session.session(),
            inference,
            model.digestPrefix(),
            layer.index(),
            layer.inputElements());
    return TensorChunks.encode(header, tensor, session.chunkBytes());
  }

  String topic(SessionReply session, ServedModel model, ServedLayer layer) {
    return Topics.layer(session.gateway(), model.name(), layer.name(), device);
  }

  /** Sends a tensor and awaits its result. */
  int[] exchange(
      SessionReply session, ServedModel model, ServedLayer layer, long inference, int[] tensor)
      throws Exception {
    for (Chunk chunk : chunks(session, model, layer, inference, tensor)) {
      send(topic(session, model, layer), chunk.bytes());
    }
    TensorAssembly assembly =
        new TensorAssembly(layer.outputElements(), layer.modulus(), Packing.BYTES);
    boolean complete = false;
    while (!complete) {
      IncomingMessage message = next();
      assertThat(message.contentType()).contains("application/vnd.edgeveil.chunk");
      assertThat(message.topic()).isEqualTo(Topics.reply(device));
      complete = assembly.add(Chunk.decode(message.payload()));
    }
    return assembly.tensor();
  }

  @Override
  public void close() {
    connection.close();
  }
}
