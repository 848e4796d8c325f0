package io.edgeveil.gateway.coap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.broker.Role;
import io.edgeveil.broker.certificate.CertificateId;
import io.edgeveil.broker.certificate.Issued;
import io.edgeveil.broker.certificate.Subject;
import io.edgeveil.coap.ContentFormats;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.gateway.account.IdentityFiles;
import io.edgeveil.gateway.model.ServedLayer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.scandium.DTLSConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who may what.
 *
 * <pre>
 *                          status   open a session, send chunks
 *   device's password      yes      yes, as that device             coap, coap+tcp (loopback)
 *   device's key           yes      yes, as that device             coaps
 *   device's certificate   yes      yes, as that device             coaps, coaps+tcp
 *   nothing                yes      no                              coap, coap+tcp (loopback)
 *   nothing                no       no                              coaps, coaps+tcp
 *   revoked or replaced    no       no; what stands ends            coaps, coaps+tcp
 *   viewer's certificate   yes      no                              coaps, coaps+tcp
 *   another's session      -        no                              all
 * </pre>
 */
class CoapAccessTest {
  private static final long NO_ANSWER_MILLIS = 1500;

  /** Each way to connect. */
  enum Way {
    COAP,
    COAP_TCP,
    COAPS_PSK,
    COAPS_CERTIFICATE,
    COAPS_TCP;

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean isSecure() {
      return this != COAP && this != COAP_TCP;
    }
  }

  @TempDir static Path folder;
  private static final AtomicLong inference = new AtomicLong();
  private static CoapRig rig;

  @BeforeAll
  static void start() throws Exception {
    rig = new CoapRig(folder);
    rig.add("pi-1");
    rig.add("pi-2");
  }

  @AfterAll
  static void close() throws Exception {
    rig.close();
  }

  private static CoapPeer connect(Way way, String device) throws Exception {
    int plain = rig.frontEnd.plainPort().getAsInt();
    return switch (way) {
      case COAP -> CoapPeer.plain(plain);
      case COAP_TCP -> CoapPeer.overTcp(plain);
      case COAPS_PSK -> rig.overDtls(device);
      case COAPS_CERTIFICATE ->
          CoapPeer.overDtls(rig.securePort(), new IdentityFiles(folder.resolve(device)));
      case COAPS_TCP -> rig.overTls(device);
    };
  }

  private static Response openResponse(CoapPeer peer, Way way, String device) throws Exception {
    var opening = CoapPeer.opening(rig.model, 4096);
    return way.isSecure() ? peer.open(opening) : peer.open(device, rig.password(device), opening);
  }

  private static String more(Way way, String device) {
    return way.isSecure() ? "" : "&d=" + device;
  }

  @ParameterizedTest
  @EnumSource
  void aDeviceIsServed(Way way) throws Exception {
    try (CoapPeer peer = connect(way, "pi-1")) {
      assertThat(peer.get("/v1/health").getCode()).hasToString("2.05");
      SessionReply session = CoapPeer.opened(openResponse(peer, way, "pi-1"));
      ServedLayer layer = rig.model.layers().get(0);
      int[] tensor = CoapPeer.randomTensor(layer, 1);
      assertThat(
              peer.exchange(
                  session, rig.model, 0, inference.incrementAndGet(), tensor, more(way, "pi-1")))
          .isEqualTo(layer.multiply(tensor));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anothersSessionIsOfNoUse(Way way) throws Exception {
    try (CoapPeer owner = connect(way, "pi-1");
        CoapPeer thief = connect(way, "pi-2")) {
      SessionReply session = CoapPeer.opened(openResponse(owner, way, "pi-1"));
      var unused = CoapPeer.opened(openResponse(thief, way, "pi-2"));
      int[] tensor = CoapPeer.randomTensor(rig.model.layers().get(0), 1);
      Chunk chunk =
          CoapPeer.chunks(session, rig.model, 0, inference.incrementAndGet(), tensor).get(0);
      CoapPeer.requireProblem(
          thief.send(rig.model, chunk, more(way, "pi-2")), "4.12", Problem.Type.UNKNOWN_SESSION);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COAPS_PSK", "COAPS_CERTIFICATE", "COAPS_TCP"})
  void nobodyIsAnotherBySayingSo(Way way) throws Exception {
    try (CoapPeer peer = connect(way, "pi-1")) {
      byte[] opening = Json.write(CoapPeer.opening(rig.model, 4096));
      CoapPeer.requireProblem(
          peer.post("/v1/open?d=pi-2", ContentFormats.JSON, opening),
          "4.03",
          Problem.Type.FORBIDDEN);
      var unused = CoapPeer.opened(peer.post("/v1/open?d=pi-1", ContentFormats.JSON, opening));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRevokedDeviceIsPutOutAndNotLetInAgain(Way way) throws Exception {
    String device = "gone-" + way.id();
    rig.add(device);
    try (CoapPeer peer = connect(way, device)) {
      SessionReply session = CoapPeer.opened(openResponse(peer, way, device));
      rig.accounts.revoke(device);
      requireEnded(peer, way, device, session);
      requireShutOut(way, device);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRotatedDeviceIsPutOutUntilItUsesItsNewProof(Way way) throws Exception {
    String device = "turned-" + way.id();
    rig.add(device);
    byte[] oldPassword = rig.password(device);
    byte[] oldKey = rig.psk(device);
    try (CoapPeer peer = connect(way, device)) {
      SessionReply session = CoapPeer.opened(openResponse(peer, way, device));
      var unused = rig.accounts.rotate(device, folder.resolve(device), "tcp://127.0.0.1:1");
      assertThat(rig.psk(device)).isNotEqualTo(oldKey);
      requireEnded(peer, way, device, session);
    }
    if (!way.isSecure()) {
      try (CoapPeer peer = connect(way, device)) {
        CoapPeer.requireProblem(
            peer.open(device, oldPassword, CoapPeer.opening(rig.model, 4096)),
            "4.03",
            Problem.Type.FORBIDDEN);
      }
    }
    try (CoapPeer peer = connect(way, device)) {
      var unused = CoapPeer.opened(openResponse(peer, way, device));
    }
  }

  /** Each is hashed, slowly, one behind the other. */
  @Test
  void passwordsThatStrangersTryHoldNoDeviceUpThatOpenedBefore() throws Exception {
    int plain = rig.frontEnd.plainPort().getAsInt();
    var opening = CoapPeer.opening(rig.model, 4096);
    try (CoapPeer device = CoapPeer.plain(plain);
        CoapPeer stranger = CoapPeer.plain(plain)) {
      var before = CoapPeer.opened(device.open("pi-1", rig.password("pi-1"), opening));
      List<Request> tries = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        tries.add(stranger.openRequest("pi-1", ("guess-" + i).getBytes(UTF_8), opening));
      }
      tries.forEach(request -> request.send(stranger.endpoint));
      assertThat(tries.get(0).waitForResponse(20_000)).isNotNull(); // the others wait there, too
      var again = CoapPeer.opened(device.open("pi-1", rig.password("pi-1"), opening));
      assertThat(again.session()).isNotEqualTo(before.session());
      assertThat(tries.stream().filter(request -> request.getResponse() == null).count())
          .as("still waiting when the device was served")
          .isGreaterThan(50);
    }
  }

  /** The session that stood is of no use any more: there is no answer, or it is a refusal. */
  private static void requireEnded(CoapPeer peer, Way way, String device, SessionReply session)
      throws Exception {
    int[] tensor = CoapPeer.randomTensor(rig.model.layers().get(0), 1);
    Chunk chunk = CoapPeer.chunks(session, rig.model, 0, 300, tensor).get(0);
    long layers = rig.serving.figures().layers();
    var request = peer.chunkRequest(rig.model, chunk, more(way, device));
    request.send(peer.endpoint);
    Response response = request.waitForResponse(NO_ANSWER_MILLIS);
    if (response != null) {
      CoapPeer.requireProblem(response, "4.03", Problem.Type.FORBIDDEN);
    }
    assertThat(rig.serving.figures().layers()).isEqualTo(layers);
  }

  private static void requireShutOut(Way way, String device) throws Exception {
    try (CoapPeer again = connect(way, device)) {
      if (!way.isSecure()) {
        CoapPeer.requireProblem(openResponse(again, way, device), "4.03", Problem.Type.FORBIDDEN);
      } else if (way == Way.COAPS_PSK) {
        assertThat(again.isShutOut(NO_ANSWER_MILLIS)).isTrue();
      } else {
        CoapPeer.requireProblem(openResponse(again, way, device), "4.03", Problem.Type.FORBIDDEN);
      }
    }
  }

  @Test
  void aWrongKeyOpensNothing() throws Exception {
    byte[] key = rig.psk("pi-1");
    key[0] ^= 1;
    try (CoapPeer wrong = CoapPeer.overDtls(rig.securePort(), "pi-1", key);
        CoapPeer others = CoapPeer.overDtls(rig.securePort(), "pi-2", rig.psk("pi-1"));
        CoapPeer nobody = CoapPeer.overDtls(rig.securePort(), "pi-9", rig.psk("pi-1"))) {
      assertThat(wrong.isShutOut(NO_ANSWER_MILLIS)).isTrue();
      assertThat(others.isShutOut(NO_ANSWER_MILLIS)).isTrue();
      assertThat(nobody.isShutOut(NO_ANSWER_MILLIS)).isTrue();
    }
  }

  @Test
  void aViewerMayLookAndNoMore() throws Exception {
    Issued issued = rig.data.authority().issueClient(new Subject("watcher", Role.VIEWER.key()));
    Path own = Files.createDirectories(folder.resolve("watcher"));
    IdentityFiles files = new IdentityFiles(own);
    issued.write(files.certificate(), files.key());
    Files.copy(rig.data.authority().certificateFile(), files.authority());
    rig.data
        .accounts()
        .add(
            "watcher",
            Role.VIEWER,
            "secret".getBytes(UTF_8),
            CertificateId.of(issued.certificate()));
    var opening = CoapPeer.opening(rig.model, 4096);
    try (CoapPeer dtls = CoapPeer.overDtls(rig.securePort(), files);
        CoapPeer tls = CoapPeer.overTls(rig.securePort(), files);
        CoapPeer plain = CoapPeer.plain(rig.frontEnd.plainPort().getAsInt())) {
      assertThat(dtls.get("/v1/health").getCode()).hasToString("2.05");
      CoapPeer.requireProblem(dtls.open(opening), "4.03", Problem.Type.FORBIDDEN);
      assertThat(tls.get("/v1/health").getCode()).hasToString("2.05");
      CoapPeer.requireProblem(tls.open(opening), "4.03", Problem.Type.FORBIDDEN);
      CoapPeer.requireProblem(
          plain.open("watcher", "secret".getBytes(UTF_8), opening), "4.03", Problem.Type.FORBIDDEN);
    }
  }

  @Test
  void aStandingDtlsSessionOfARevokedDeviceEndsThoughTheDeviceIsSilent() throws Exception {
    rig.add("idle-1");
    try (CoapPeer peer = rig.overDtls("idle-1")) {
      assertThat(peer.get("/v1/health").getCode()).hasToString("2.05");
      assertThat(peer.connectionEnded.getCount()).as("it stands").isEqualTo(1);
      rig.accounts.revoke("idle-1");
      assertThat(peer.connectionEnded.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(peer.isShutOut(NO_ANSWER_MILLIS)).isTrue();
    }
  }

  /** One that is taken up again asks no account: it would outlive what it rested on. */
  @ParameterizedTest
  @EnumSource(names = {"COAPS_PSK", "COAPS_CERTIFICATE"})
  void noDtlsSessionIsTakenUpAgain(Way way) throws Exception {
    try (CoapPeer peer = connect(way, "pi-1")) {
      assertThat(peer.get("/v1/health").getCode()).hasToString("2.05");
      DTLSConnector connector = (DTLSConnector) peer.endpoint.getConnector();
      var gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), rig.securePort());
      assertThat(connector.getSessionByAddress(gateway).getSessionIdentifier().isEmpty()).isTrue();
    }
  }

  @Test
  void aStandingTlsConnectionOfARevokedDeviceEndsThoughTheDeviceIsSilent() throws Exception {
    rig.add("idle-2");
    try (SSLSocket socket =
        (SSLSocket)
            CoapPeer.tls(new IdentityFiles(folder.resolve("idle-2")))
                .getSocketFactory()
                .createSocket("127.0.0.1", rig.securePort())) {
      socket.setSoTimeout(10_000);
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
      // In TLS 1.3 the client is done before the gateway is, whose first answer says that it is.
      socket.getOutputStream().write(new byte[] {0x20, 0x01, (byte) 0xb1, 'x'}); // GET /x, RFC 8323
      assertThat(socket.getInputStream().read()).as("it stands").isNotEqualTo(-1);
      rig.accounts.revoke("idle-2");
      assertThat(socket.getInputStream().readAllBytes()).as("the rest of it").hasSizeLessThan(200);
    }
  }
}
