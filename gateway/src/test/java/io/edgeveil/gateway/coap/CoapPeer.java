package io.edgeveil.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.coap.CoapPaths;
import io.edgeveil.coap.CoapSettings;
import io.edgeveil.coap.ConciseProblem;
import io.edgeveil.coap.ContentFormats;
import io.edgeveil.coap.PasswordOption;
import io.edgeveil.coap.ReplyBody;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.core.wire.SessionRequest;
import io.edgeveil.core.wire.TensorAssembly;
import io.edgeveil.core.wire.TensorChunks;
import io.edgeveil.gateway.account.IdentityFiles;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.tcp.netty.TcpClientConnector;
import org.eclipse.californium.elements.tcp.netty.TlsClientConnector;
import org.eclipse.californium.elements.util.SslContextUtil;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;

/** A device that is nothing but requests. */
final class CoapPeer implements AutoCloseable {
  private static final long LONGEST_MILLIS = 20_000;
  private static final AtomicLong OPENED = new AtomicLong();

  final CoapEndpoint endpoint;
  final String address;

  /** Counted down when the gateway says that a DTLS session is over. */
  final CountDownLatch connectionEnded;

  CoapPeer(CoapEndpoint endpoint, String address) throws Exception {
    this(endpoint, address, new CountDownLatch(1));
  }

  private CoapPeer(CoapEndpoint endpoint, String address, CountDownLatch connectionEnded)
      throws Exception {
    this.connectionEnded = connectionEnded;
    this.endpoint = endpoint;
    this.address = address;
    endpoint.start();
  }

  /** Over UDP on loopback. */
  static CoapPeer plain(int port) throws Exception {
    return plain(port, 1 << 24);
  }

  /** Over UDP on loopback, where each block is the test's own affair. */
  static CoapPeer plainWithoutBlocks(int port) throws Exception {
    return plain(port, 0);
  }

  private static CoapPeer plain(int port, int longestBytes) throws Exception {
    CoapEndpoint endpoint =
        new CoapEndpoint.Builder()
            .setConfiguration(CoapSettings.udp(longestBytes))
            .setInetSocketAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .setOptionRegistry(PasswordOption.registry())
            .build();
    return new CoapPeer(endpoint, "coap://127.0.0.1:" + port);
  }

  /** Over TCP on loopback. */
  static CoapPeer overTcp(int port) throws Exception {
    Configuration settings = CoapSettings.tcp(1 << 24);
    return new CoapPeer(
        new CoapEndpoint.Builder()
            .setConfiguration(settings)
            .setConnector(new TcpClientConnector(settings))
            .setOptionRegistry(PasswordOption.registry())
            .build(),
        "coap+tcp://127.0.0.1:" + port);
  }

  /** Over DTLS with a pre-shared key. */
  static CoapPeer overDtls(int port, String identity, byte[] key) throws Exception {
    return overDtls(port, identity, key, CoapSettings.PSK_SUITES);
  }

  /** Over DTLS with a pre-shared key and one of these cipher suites. */
  static CoapPeer overDtls(int port, String identity, byte[] key, List<CipherSuite> suites)
      throws Exception {
    Configuration settings = dtlsClient();
    settings.set(DtlsConfig.DTLS_CIPHER_SUITES, suites);
    return overDtls(
        port,
        settings,
        DtlsConnectorConfig.builder(settings)
            .setAdvancedPskStore(new AdvancedSinglePskStore(identity, key)));
  }

  /** Over DTLS with a certificate. */
  static CoapPeer overDtls(int port, IdentityFiles files) throws Exception {
    Configuration settings = dtlsClient();
    settings.set(DtlsConfig.DTLS_CIPHER_SUITES, CoapSettings.CERTIFICATE_SUITES);
    SslContextUtil.Credentials own = credentials(files);
    return overDtls(
        port,
        settings,
        DtlsConnectorConfig.builder(settings)
            .setCertificateIdentityProvider(
                new SingleCertificateProvider(
                    own.getPrivateKey(), own.getCertificateChain(), CertificateType.X_509))
            .setAdvancedCertificateVerifier(
                StaticNewAdvancedCertificateVerifier.builder()
                    .setTrustedCertificates(trusted(files))
                    .setSupportedCertificateTypes(List.of(CertificateType.X_509))
                    .build()));
  }

  private static Configuration dtlsClient() {
    Configuration settings = CoapSettings.udp(1 << 24);
    settings.set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.CLIENT_ONLY);
    return settings;
  }

  private static CoapPeer overDtls(
      int port, Configuration settings, DtlsConnectorConfig.Builder dtls) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    DTLSConnector connector =
        new DTLSConnector(
            dtls.setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).build());
    connector.setAlertHandler(
        (peer, alert) -> {
          if (alert.getDescription() == AlertDescription.CLOSE_NOTIFY) {
            ended.countDown();
          }
        });
    return new CoapPeer(
        new CoapEndpoint.Builder().setConfiguration(settings).setConnector(connector).build(),
        "coaps://127.0.0.1:" + port,
        ended);
  }

  /** Over TLS with a certificate. */
  static CoapPeer overTls(int port, IdentityFiles files) throws Exception {
    Configuration settings = CoapSettings.tcp(1 << 24);
    return new CoapPeer(
        new CoapEndpoint.Builder()
            .setConfiguration(settings)
            .setConnector(new TlsClientConnector(tls(files), settings))
            .build(),
        "coaps+tcp://127.0.0.1:" + port);
  }

  static SSLContext tls(IdentityFiles files) throws Exception {
    SslContextUtil.Credentials own = credentials(files);
    return SslContextUtil.createSSLContext(
        "device", own.getPrivateKey(), own.getCertificateChain(), trusted(files), "TLSv1.3");
  }

  private static SslContextUtil.Credentials credentials(IdentityFiles files) throws Exception {
    Path both = files.folder().resolve("both.pem");
    Files.write(both, Files.readAllBytes(files.key()));
    Files.write(both, Files.readAllBytes(files.certificate()), StandardOpenOption.APPEND);
    return SslContextUtil.loadCredentials(both.toString());
  }

  private static Certificate[] trusted(IdentityFiles files) throws Exception {
    return SslContextUtil.loadTrustedCertificates(files.authority().toString());
  }

  Request request(Code method, String path) {
    Request request = new Request(method);
    request.setURI(address + path);
    return request;
  }

  Response send(Request request) throws InterruptedException {
    request.send(endpoint);
    Response response = request.waitForResponse(LONGEST_MILLIS);
    assertThat(response).as("response to %s", request.getURI()).isNotNull();
    return response;
  }

  Response get(String path) throws InterruptedException {
    return send(request(Code.GET, path));
  }

  Response post(String path, int contentFormat, byte[] body) throws InterruptedException {
    Request request = request(Code.POST, path);
    request.getOptions().setContentFormat(contentFormat);
    request.setPayload(body);
    return send(request);
  }

  /** About a pad file that nobody else names: its indices begin anew. */
  static SessionRequest opening(ServedModel model, int chunkBytes) {
    return opening(model, chunkBytes, "%016x".formatted(OPENED.getAndIncrement()));
  }

  static SessionRequest opening(ServedModel model, int chunkBytes, String padFile) {
    return new SessionRequest(
        model.name(), model.version(), model.digest(), padFile, 0, chunkBytes, Packing.BYTES);
  }

  /** Whether no response comes, since there is no connection. */
  boolean isShutOut(long waitMillis) throws InterruptedException {
    Request request = request(Code.GET, "/v1/health");
    request.send(endpoint);
    return request.waitForResponse(waitMillis) == null;
  }

  /** Asks for a session as whoever the connection has proved to be. */
  Response open(SessionRequest opening) throws InterruptedException {
    return post("/v1/open", ContentFormats.JSON, Json.write(opening));
  }

  /** Asks for a session with a password. */
  Response open(String device, byte[] password, SessionRequest opening)
      throws InterruptedException {
    return send(openRequest(device, password, opening));
  }

  /** The same, to be sent. */
  Request openRequest(String device, byte[] password, SessionRequest opening) {
    Request request = request(Code.POST, "/v1/open?" + CoapPaths.device(device));
    request.getOptions().setContentFormat(ContentFormats.JSON);
    PasswordOption.put(request.getOptions(), password);
    request.setPayload(Json.write(opening));
    return request;
  }

  static SessionReply opened(Response response) throws Exception {
    assertThat(response.getCode()).as("%s", response).hasToString("2.04");
    return Json.read(response.getPayload(), SessionReply.class);
  }

  static Problem problem(Response response) throws Exception {
    assertThat(response.getOptions().getContentFormat()).isEqualTo(ContentFormats.PROBLEM);
    return ConciseProblem.decode(response.getPayload());
  }

  static void requireProblem(Response response, String code, Problem.Type type) throws Exception {
    assertThat(response.getCode()).as("%s", response).hasToString(code);
    assertThat(problem(response).is(type)).as("%s", problem(response)).isTrue();
  }

  static int[] randomTensor(ServedLayer layer, long seed) {
    return new Random(seed).ints(layer.inputElements(), 0, layer.modulus().prime()).toArray();
  }

  static List<Chunk> chunks(
      SessionReply session, ServedModel model, int layer, long inference, int[] tensor) {
    ServedLayer served = model.layers().get(layer);
    return TensorChunks.encode(
        ChunkHeader.request(
            Packing.BYTES.bits(served.modulus()),
            session.session(),
            inference,
            model.digestPrefix(),
            layer,
            tensor.length),
        tensor,
        session.chunkBytes());
  }

  /** Path and query of a chunk, without the device. */
  static String pathOf(ServedModel model, Chunk chunk) {
    ChunkHeader header = chunk.header();
    return "/v1/models/%s/layers/%s?i=%d&c=%d"
        .formatted(
            model.name(),
            model.layers().get(header.layer()).name(),
            header.inference(),
            header.chunk());
  }

  /** A chunk to be sent; {@code more} ends the query. */
  Request chunkRequest(ServedModel model, Chunk chunk, String more) {
    Request request = request(Code.POST, pathOf(model, chunk) + more);
    request.getOptions().setContentFormat(ContentFormats.CHUNK);
    request.setPayload(chunk.bytes());
    return request;
  }

  Response send(ServedModel model, Chunk chunk, String more) throws InterruptedException {
    return send(chunkRequest(model, chunk, more));
  }

  /** Sends a whole tensor, chunk by chunk, and returns the masked result. */
  int[] exchange(
      SessionReply session, ServedModel model, int layer, long inference, int[] tensor, String more)
      throws Exception {
    List<Chunk> chunks = chunks(session, model, layer, inference, tensor);
    Response last = null;
    for (Chunk chunk : chunks) {
      if (last != null) {
        assertThat(last.getPayloadSize()).isZero();
      }
      last = send(model, chunk, more);
      assertThat(last.getCode()).as("%s", last).hasToString("2.04");
    }
    assertThat(last.getOptions().getContentFormat()).isEqualTo(ContentFormats.CHUNK);
    ServedLayer served = model.layers().get(layer);
    TensorAssembly assembly =
        new TensorAssembly(served.outputElements(), served.modulus(), Packing.BYTES);
    for (byte[] bytes : ReplyBody.cut(last.getPayload())) {
      assembly.add(Chunk.decode(bytes));
    }
    return assembly.tensor();
  }

  @Override
  public void close() {
    endpoint.destroy();
  }
}
