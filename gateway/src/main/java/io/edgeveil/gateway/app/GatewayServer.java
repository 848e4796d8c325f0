package io.edgeveil.gateway.app;

import io.edgeveil.broker.Accounts;
import io.edgeveil.broker.BrokerSettings;
import io.edgeveil.broker.BrokerStartException;
import io.edgeveil.broker.EmbeddedBroker;
import io.edgeveil.broker.Role;
import io.edgeveil.broker.TlsListener;
import io.edgeveil.broker.certificate.ServerIdentity;
import io.edgeveil.broker.client.AddressParts;
import io.edgeveil.broker.client.Backoff;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.command.FailureLine;
import io.edgeveil.command.Release;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.thread.ThreadEnd;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.Viewer;
import io.edgeveil.gateway.coap.CoapFrontEnd;
import io.edgeveil.gateway.coap.CoapListeners;
import io.edgeveil.gateway.model.ModelRepository;
import io.edgeveil.gateway.model.ServedModel;
import io.edgeveil.gateway.mqtt.MqttFrontEnd;
import io.edgeveil.gateway.serving.HistoryFile;
import io.edgeveil.gateway.serving.Serving;
import io.edgeveil.gateway.serving.ServingFigures;
import io.edgeveil.gateway.serving.ServingListener;
import io.edgeveil.gateway.status.Info;
import io.edgeveil.gateway.status.StatusBoard;
import io.edgeveil.gateway.web.WebServer;
import io.edgeveil.linear.KernelChoice;
import io.edgeveil.linear.KernelUnavailableException;
import io.edgeveil.linear.Kernels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: models laid out, broker reached, serving. Ends by {@link #close}, after which
 * none of its threads is left.
 */
public final class GatewayServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
  private static final Duration LAST_LAYERS = Duration.ofSeconds(2);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final long WINDOW_BYTES = 32L << 20;
  private static final Duration EXPIRY_PAUSE = Duration.ofMillis(500);
  private static final Duration HEALTH_PAUSE = Duration.ofSeconds(3);
  private static final Duration WATCH_PAUSE = Duration.ofSeconds(1);

  private final GatewaySettings settings;
  private final Closing closing = new Closing();
  private KernelChoice kernel;
  private ModelRepository models;
  private EmbeddedBroker embedded;
  private BrokerAddress address;
  private Viewer viewer;
  private Serving serving;
  private CoapFrontEnd coap;
  private Watching watching;
  private WebServer web;

  private GatewayServer(GatewaySettings settings) {
    this.settings = settings;
  }

  /**
   * Starts a gateway; when this returns it serves.
   *
   * @throws StartException if a model is damaged, the kernel cannot run, a port is in use or the
   *     broker is not reached; then nothing is left running
   */
  public static GatewayServer start(GatewaySettings settings)
      throws StartException, InterruptedException {
    GatewayServer server = new GatewayServer(settings);
    try {
      server.startParts();
      return server;
    } catch (BundleFormatException | BrokerStartException | BrokerException e) {
      server.close();
      throw new StartException(e);
    } catch (IOException e) {
      server.close();
      throw new StartException(FailureLine.of(e), e);
    } catch (StartException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void startParts()
      throws IOException,
          StartException,
          BundleFormatException,
          BrokerStartException,
          BrokerException,
          InterruptedException {
    HistoryFile store = history(); // first: where another gateway is, nothing is to be written
    ComputePool pool = new ComputePool(settings.threads());
    closing.add(() -> freeModels(pool));
    ConnectionSettings connection = reachBrokerAndLoadModels();
    Info info = info();
    startWatching(info);
    serving = serving(pool, store);
    StatusBoard status = new StatusBoard(settings.name(), info, models.newest(), serving::figures);
    MqttFrontEnd frontEnd =
        new MqttFrontEnd(
            connection
                .withTimeout(CONNECT_TIMEOUT)
                .withWindowBytes(WINDOW_BYTES)
                .withWill(StatusBoard.will(settings.name())),
            settings.name(),
            models,
            serving,
            status,
            Optional.ofNullable(watching).map(Watching::sensors),
            backoff());
    frontEnd.start();
    closing.add(frontEnd::close);
    closing.add(() -> status.farewell(frontEnd.link()));
    startCoap();
    startWeb(frontEnd);
    closing.add(() -> pool.drain(LAST_LAYERS));
    startTimers(status, frontEnd);
  }

  /** Both at once: either takes more than a second. */
  private ConnectionSettings reachBrokerAndLoadModels()
      throws IOException,
          StartException,
          BundleFormatException,
          BrokerStartException,
          InterruptedException {
    ExecutorService second = Executors.newSingleThreadExecutor();
    Future<ConnectionSettings> reaching = second.submit(this::reachBroker);
    try {
      kernel = kernelOf(settings.kernel());
      models = ModelRepository.load(settings.models(), kernel.kernel());
    } finally {
      second.shutdown();
      ThreadEnd.await(second); // what it has started can be closed then
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("stopped while starting");
    }
    try {
      return reaching.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      if (e.getCause() instanceof BrokerStartException failed) {
        throw failed;
      }
      throw new IllegalStateException("the broker did not start", e.getCause());
    }
  }

  private void startCoap() throws IOException {
    if (settings.coap().isOff()) {
      return;
    }
    DataFolder data = new DataFolder(settings.data());
    coap = CoapFrontEnd.start(models, serving, settings.limits(), data.accounts(), listeners(data));
    closing.add(coap::close);
  }

  private CoapListeners listeners(DataFolder data) throws IOException {
    CoapSide side = settings.coap();
    if (side.securePort().isEmpty()) {
      return new CoapListeners(side.plainPort(), Optional.empty());
    }
    return new CoapListeners(
        side.plainPort(),
        Optional.of(
            new CoapListeners.Secure(
                side.bindAddress(),
                side.securePort().getAsInt(),
                ServerIdentity.of(data.authority(), namesOf(side.bindAddress(), side.hosts())),
                data.deviceKeys())));
  }

  private void startWatching(Info info) {
    if (!settings.web().isOff()) {
      watching = new Watching(info);
      closing.add(watching::close);
    }
  }

  private void startWeb(MqttFrontEnd frontEnd) throws IOException {
    if (watching == null) {
      return;
    }
    WebSide side = settings.web();
    web =
        watching.listen(
            settings,
            namesOf(side.bindAddress(), side.hosts()),
            address.toString(),
            models.models(),
            serving::figures,
            () -> frontEnd.link().isUp());
    closing.add(web::close);
  }

  private static KernelChoice kernelOf(String name) throws StartException {
    try {
      return Kernels.byName(name);
    } catch (KernelUnavailableException | IllegalArgumentException e) {
      throw new StartException(e);
    }
  }

  private HistoryFile history() throws IOException {
    HistoryFile store =
        HistoryFile.open(
            settings.data().resolve("history").resolve(settings.name() + ".json"),
            settings.forgetHistory());
    closing.add(() -> release(store));
    return store;
  }

  private Serving serving(ComputePool pool, HistoryFile store) throws StartException {
    Serving started;
    try {
      started =
          new Serving(
              settings.name(),
              models,
              settings.dealer(),
              settings.limits(),
              store,
              pool,
              pool,
              System::nanoTime,
              watching == null ? ServingListener.NOBODY : watching.listener());
    } catch (IllegalArgumentException e) {
      throw new StartException(e);
    }
    closing.add(started::keep);
    return started;
  }

  private static void release(HistoryFile store) {
    try {
      store.close();
    } catch (IOException e) {
      LOG.warn("the history was not let go of", e);
    }
  }

  /** Starts the embedded broker if it is to be; how the gateway connects to the broker. */
  private ConnectionSettings reachBroker()
      throws IOException, BrokerStartException, InterruptedException {
    if (settings.broker() instanceof BrokerSide.Foreign foreign) {
      address = foreign.address();
      return connection(foreign, settings.name());
    }
    BrokerSide.Embedded side = (BrokerSide.Embedded) settings.broker();
    DataFolder data = side.data();
    Accounts accounts = data.accounts();
    byte[] password = Accounts.newPassword();
    accounts.addTransient(settings.name(), Role.GATEWAY, password);
    embedded = EmbeddedBroker.start(brokerSettings(side), accounts);
    closing.add(embedded::close);
    address = new BrokerAddress("127.0.0.1", embedded.tcpPort());
    data.writeBrokerAddresses(address.toString(), tlsAddress().map(BrokerAddress::toString));
    viewer = Viewer.in(data, address.toString());
    return ConnectionSettings.to(address, settings.name())
        .withCredentials(Credentials.of(settings.name(), password));
  }

  /** How another broker is connected to. */
  static ConnectionSettings connection(BrokerSide.Foreign foreign, String clientId) {
    ConnectionSettings connection =
        ConnectionSettings.to(foreign.address(), clientId)
            .withPlaintextAnywhere(foreign.plaintextAnywhere());
    connection = foreign.identity().map(connection::withIdentity).orElse(connection);
    return foreign.credentials().map(connection::withCredentials).orElse(connection);
  }

  private static BrokerSettings brokerSettings(BrokerSide.Embedded side) throws IOException {
    BrokerSettings plain =
        BrokerSettings.in(side.data().brokerFolder())
            .withPorts(side.tcpPort(), side.websocketPort())
            .withDeviceQuota(side.quota());
    if (side.tlsPort().isEmpty()) {
      return plain;
    }
    return plain.withTls(
        new TlsListener(
            side.bindAddress(),
            side.tlsPort().getAsInt(),
            side.data().authority(),
            namesOf(side.bindAddress(), side.hosts())));
  }

  /** What the certificate of whoever listens at an address says. */
  private static List<String> namesOf(InetAddress bound, List<String> hosts)
      throws UnknownHostException {
    List<String> names = new ArrayList<>(hosts);
    names.add(hostOf(bound, hosts));
    return names;
  }

  /** What devices are told to connect to. */
  private static String hostOf(InetAddress bound, List<String> hosts) throws UnknownHostException {
    if (!hosts.isEmpty()) {
      return hosts.get(0);
    }
    if (!bound.isAnyLocalAddress()) {
      return bound.getHostAddress();
    }
    String own = InetAddress.getLocalHost().getHostName();
    try {
      return AddressParts.host(own);
    } catch (IllegalArgumentException e) {
      throw new UnknownHostException("this machine's own name: " + e.getMessage() + "; or --host");
    }
  }

  private Info info() {
    return new Info(
        Release.version(),
        kernel.kernel().name(),
        Cpu.description(),
        settings.threads(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        models.newest().stream().map(ServedModel::name).collect(Collectors.joining(" ")));
  }

  /** A broker in this process is there again at once; another one is not to be pestered. */
  private Backoff backoff() {
    return embedded == null
        ? Backoff.standard()
        : new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
  }

  private void startTimers(StatusBoard status, MqttFrontEnd frontEnd) {
    Timers timers = new Timers();
    timers.every(EXPIRY_PAUSE, serving::expire);
    timers.every(HEALTH_PAUSE, () -> status.refresh(frontEnd.link()));
    if (coap != null) {
      timers.every(HEALTH_PAUSE, coap::refresh);
    }
    if (web != null) {
      timers.every(WATCH_PAUSE, web::refresh);
    }
    closing.add(timers::end);
  }

  /** Memory that a layer is still being computed in must not be freed. */
  private void freeModels(ComputePool pool) {
    if (models == null) {
      return;
    }
    if (pool.isIdle()) {
      models.close();
    } else {
      LOG.warn("a layer is still being computed");
    }
  }

  /** Its id. */
  public String name() {
    return settings.name();
  }

  /** Where this gateway reaches the broker. */
  public BrokerAddress address() {
    return address;
  }

  /** Where other machines reach the embedded broker, with TLS; empty if they do not. */
  public Optional<BrokerAddress> tlsAddress() throws UnknownHostException {
    if (embedded == null || embedded.tlsPort().isEmpty()) {
      return Optional.empty();
    }
    BrokerSide.Embedded side = (BrokerSide.Embedded) settings.broker();
    String host = hostOf(side.bindAddress(), side.hosts());
    return Optional.of(BrokerAddress.tls(host, embedded.tlsPort().getAsInt()));
  }

  /** The websocket port of the embedded broker; empty with another broker. */
  public OptionalInt websocketPort() {
    return embedded == null ? OptionalInt.empty() : OptionalInt.of(embedded.websocketPort());
  }

  /**
   * Port of {@code coap://} and {@code coap+tcp://} on loopback; empty if it does not listen there.
   */
  public OptionalInt coapPort() {
    return coap == null ? OptionalInt.empty() : coap.plainPort();
  }

  /** Port of {@code coaps://} and {@code coaps+tcp://}; empty if it does not listen for them. */
  public OptionalInt coapsPort() {
    return coap == null ? OptionalInt.empty() : coap.securePort();
  }

  /**
   * Where devices reach this gateway by CoAP, an address for each scheme that it listens for, the
   * secure ones first.
   */
  public List<String> coapAddresses() throws UnknownHostException {
    List<String> addresses = new ArrayList<>();
    if (coapsPort().isPresent()) {
      String host = hostOf(settings.coap().bindAddress(), settings.coap().hosts());
      String authority = AddressParts.authority(host, coapsPort().getAsInt());
      addresses.add("coaps://" + authority);
      addresses.add("coaps+tcp://" + authority);
    }
    if (coapPort().isPresent()) {
      addresses.add("coap://127.0.0.1:" + coapPort().getAsInt());
      addresses.add("coap+tcp://127.0.0.1:" + coapPort().getAsInt());
    }
    return addresses;
  }

  /** The web page, for example {@code http://127.0.0.1:8635/}; empty if there is none. */
  public Optional<String> webAddress() throws UnknownHostException {
    if (web == null) {
      return Optional.empty();
    }
    String host =
        web.isSecure() ? hostOf(settings.web().bindAddress(), settings.web().hosts()) : "127.0.0.1";
    String scheme = web.isSecure() ? "https://" : "http://";
    return Optional.of(scheme + AddressParts.authority(host, web.port()) + "/");
  }

  /** The viewer of the embedded broker; empty with another broker. */
  public Optional<Viewer> viewer() {
    return Optional.ofNullable(viewer);
  }

  /** Name of the kernel that computes. */
  public String kernel() {
    return kernel.kernel().name();
  }

  /** What the kernel found on this machine, and why it is this one. */
  public String kernelReason() {
    return kernel.kernel().description() + "; " + kernel.reason();
  }

  /** Every version of every model served. */
  public List<ServedModel> models() {
    return models.models();
  }

  /** How things stand. */
  public ServingFigures figures() {
    return serving.figures();
  }

  /**
   * Finishes what is being computed, says that it goes offline, and ends; some seconds at most with
   * an embedded broker. Calling it again does nothing.
   */
  @Override
  public synchronized void close() {
    closing.closeAll();
  }
}
