package io.edgeveil.gateway.coap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.json.Json;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.DeviceAccounts;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.gateway.model.TinyBundle;
import io.edgeveil.gateway.serving.HistoryFile;
import io.edgeveil.gateway.serving.Limit;
import io.edgeveil.gateway.serving.Limits;
import io.edgeveil.gateway.serving.Serving;
import io.edgeveil.linear.ReferenceKernel;
import java.nio.file.Files;
import java.nio.file.Path;
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
    frontEnd = CoapFrontEnd.start(models, serving, limits, data.accounts(), 0);
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

  @Override
  public void close() throws java.io.IOException {
    frontEnd.close();
    compute.shutdownNow();
    models.close();
    history.close();
  }
}
