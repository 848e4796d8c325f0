package io.edgeveil.gateway.coap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.broker.certificate.ServerIdentity;
import io.edgeveil.core.json.Json;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.DeviceAccounts;
import io.edgeveil.gateway.account.IdentityFiles;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.gateway.model.TinyBundle;
import io.edgeveil.gateway.serving.HistoryFile;
import io.edgeveil.gateway.serving.Limit;
import io.edgeveil.gateway.serving.Limits;
import io.edgeveil.gateway.serving.Serving;
import io.edgeveil.linear.ReferenceKernel;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A front end over a serving core with a tiny model, with nothing else of a gateway. */
final class CoapRig implements AutoCloseable {
  final Path folder;
  final DataFolder data;
  final DeviceAccounts accounts;
  final ModelRepository models;
  final ServedModel model;
  final Serving serving;
  final CoapFrontEnd frontEnd;
  private final HistoryFile history;
  private final ExecutorService compute =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "edgeveil-test-compute"));

  CoapRig(Path folder) throws Exception {
    this(folder, limits());
  }

  CoapRig(Path folder, Limits limits) throws Exception {
    this.folder = folder;
    TinyBundle.write(folder.resolve("models"), "tiny", "1", 7);
    data = new DataFolder(folder.resolve("data"));
    accounts = new DeviceAccounts(data);
    models = ModelRepository.load(folder.resolve("models"), new ReferenceKernel());
    model = models.models().get(0);
    history = HistoryFile.open(folder.resolve("history.json"), false);
    serving = new Serving("gw-1", models, false, limits, history, compute, System::nanoTime);
    CoapListeners.Secure secure =
        new CoapListeners.Secure(
            InetAddress.getLoopbackAddress(),
            0,
            ServerIdentity.of(data.authority(), List.of()),
            data.deviceKeys());
    frontEnd =
        CoapFrontEnd.start(
            models,
            serving,
            limits,
            data.accounts(),
            new CoapListeners(OptionalInt.of(0), Optional.of(secure)));
  }

  static Limits limits() {
    return Limits.forHeap(1 << 28).with(Limit.CHUNK_BYTES, 1 << 16);
  }

  /** Makes an account. */
  void add(String device) throws Exception {
    var unused = accounts.add(device, folder.resolve(device), "tcp://127.0.0.1:1");
  }

  private JsonNode credentials(String device) throws Exception {
    return Json.read(
        Files.readAllBytes(folder.resolve(device).resolve("credentials.json")), JsonNode.class);
  }

  byte[] password(String device) throws Exception {
    return credentials(device).get("password").asText().getBytes(US_ASCII);
  }

  byte[] psk(String device) throws Exception {
    return Base64.getUrlDecoder().decode(credentials(device).get("psk").asText());
  }

  int securePort() {
    return frontEnd.securePort().getAsInt();
  }

  /** A peer with the device's key as it stands in its bundle. */
  CoapPeer overDtls(String device) throws Exception {
    return CoapPeer.overDtls(securePort(), device, psk(device));
  }

  /** A peer with the device's certificate as it stands in its bundle. */
  CoapPeer overTls(String device) throws Exception {
    return CoapPeer.overTls(securePort(), new IdentityFiles(folder.resolve(device)));
  }

  @Override
  public void close() throws java.io.IOException {
    frontEnd.close();
    compute.shutdownNow();
    models.close();
    history.close();
  }
}
