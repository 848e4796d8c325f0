package io.edgeveil.gateway.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgeveil.broker.Accounts;
import io.edgeveil.broker.Role;
import io.edgeveil.broker.ViewerAccess;
import io.edgeveil.broker.certificate.ServerIdentity;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.Viewer;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is served to other machines: with TLS, and to viewers. */
class LoginTest {
  @TempDir Path folder;
  private DataFolder data;
  private Viewer viewer;
  private SSLContext trusting;
  private WebRig web;

  @BeforeEach
  void start() throws Exception {
    data = new DataFolder(folder.resolve("data"));
    viewer = Viewer.in(data, "tcp://127.0.0.1:1");
    ServerIdentity identity = ServerIdentity.of(data.authority(), List.of());
    trusting = identity.tls();
    web =
        new WebRig(
            folder,
            new HttpListener(
                WebRig.HERE,
                0,
                Optional.of(new HttpListener.Secure(identity, new ViewerAccess(data.accounts())))),
            Optional.of(HttpClient.newBuilder().sslContext(trusting).build()),
            0);
  }

  @AfterEach
  void close() {
    web.close();
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  private HttpResponse<String> get(String path, String authorization) throws Exception {
    return web.get(path, "Authorization", authorization);
  }

  @Test
  void aViewerSeesAllAndNobodyElseMoreThanHealth() throws Exception {
    for (String path :
        List.of("/", "/metrics", "/events", "/events?layer=tiny/1/conv1", "/app.js", "/nothing")) {
      HttpResponse<String> refused = web.get(path);
      assertThat(refused.statusCode()).as(path).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
          .startsWith("Basic realm=");
      assertThat(refused.headers().firstValue("Content-Security-Policy")).isPresent();
      assertThat(refused.body()).doesNotContain("gw-1", "edgeveil_");
    }
    assertThat(web.get("/v2/health/live").statusCode()).isEqualTo(200);
    assertThat(web.get("/v2/health/ready").statusCode()).isEqualTo(200);
    String right = basic(Viewer.NAME, viewer.password());
    assertThat(get("/", right).body()).contains("<title>Edgeveil gateway</title>");
    assertThat(get("/metrics", right).body()).contains("edgeveil_inferences_total");
    assertThat(get("/metrics", right.replace("Basic", "basic")).statusCode()).isEqualTo(200);
  }

  @Test
  void wrongPasswordsOtherRolesAndNonsenseAreRefused() throws Exception {
    byte[] password = "of a device".getBytes(US_ASCII);
    data.accounts().add("pi-1", Role.DEVICE, password);
    assertThat(get("/", basic("pi-1", "of a device")).statusCode()).isEqualTo(401);
    assertThat(get("/", basic(Viewer.NAME, viewer.password() + "x")).statusCode()).isEqualTo(401);
    assertThat(get("/", basic("", "")).statusCode()).isEqualTo(401);
    for (String nonsense :
        List.of("Bearer x", "Basic", "Basic " + "A".repeat(600), viewer.password())) {
      assertThat(get("/", nonsense).statusCode()).as(nonsense).isEqualTo(401);
    }
    assertThat(get("/", "Basic !!!").statusCode()).isEqualTo(401);
  }

  @Test
  void guessingIsSlowAndDoesNotPutOutWhoIsIn() throws Exception {
    String right = basic(Viewer.NAME, viewer.password());
    assertThat(get("/", right).statusCode()).isEqualTo(200);
    int tooMany = 0;
    for (int i = 0; i < 12; i++) {
      HttpResponse<String> response = get("/", basic(Viewer.NAME, "guess " + i));
      assertThat(response.statusCode()).isIn(401, 429);
      tooMany += response.statusCode() == 429 ? 1 : 0;
    }
    assertThat(tooMany).isGreaterThanOrEqualTo(5);
    assertThat(get("/", right).statusCode()).isEqualTo(200);
  }

  @Test
  void whoLosesItsPasswordLosesTheStreamAtOnce() throws Exception {
    String right = basic(Viewer.NAME, viewer.password());
    try (WebRig.Stream stream = web.new Stream("/events", "Authorization", right)) {
      assertThat(stream.next()).startsWith("facts");
      assertThat(stream.next()).startsWith("past");
      web.server.refresh();
      assertThat(stream.next()).startsWith("moment");
      data.accounts().changePassword(Viewer.NAME, Accounts.newPassword());
      web.server.refresh(); // whoever was waiting for it when the password changed still gets it
      String last = stream.next();
      if (last != null) {
        web.server.refresh();
        last = stream.next();
      }
      assertThat(last).isNull();
    }
    assertThat(get("/", right).statusCode()).isEqualTo(401);
  }

  @Test
  void onlyTls13WithTheGatewaysCertificateIsSpoken() throws Exception {
    assertThat(web.raw("GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .doesNotContain("live");
    HttpClient stranger = HttpClient.newHttpClient();
    assertThatThrownBy(
            () ->
                stranger.send(
                    java.net.http.HttpRequest.newBuilder(web.uri("/")).build(),
                    HttpResponse.BodyHandlers.ofString()))
        .hasMessageContaining("PKIX");
    assertThatThrownBy(() -> handshake("TLSv1.2")).isInstanceOf(java.io.IOException.class);
    assertThat(handshake("TLSv1.3")).isEqualTo("TLSv1.3");
  }

  private String handshake(String protocol) throws Exception {
    try (Socket plain = web.connect();
        SSLSocket socket =
            (SSLSocket)
                trusting
                    .getSocketFactory()
                    .createSocket(plain, "localhost", web.server.port(), true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  @Test
  void whoNeverFinishesTheHandshakeIsDropped() throws Exception {
    try (Socket socket = web.connect()) {
      socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1});
      assertThat(socket.getInputStream().readAllBytes()).as("an alert at most").hasSizeLessThan(32);
    }
    assertThat(web.get("/v2/health/live").statusCode()).isEqualTo(200);
  }
}
