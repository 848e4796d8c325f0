package io.edgeveil.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.broker.certificate.ServerIdentity;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.Viewer;
import io.edgeveil.gateway.model.TinyBundle;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web page of a gateway that other machines reach. */
class WebForOtherMachinesIT {
  @TempDir Path folder;

  @Test
  void itIsServedWithTheGatewaysCertificateToTheViewer() throws Exception {
    TinyBundle.write(folder.resolve("models"), "tiny", "1", 7);
    DataFolder data = new DataFolder(folder.resolve("data"));
    BrokerSide broker = new BrokerSide.Embedded(data, InetAddress.getLoopbackAddress(), 0, 0);
    try (GatewayServer server =
        GatewayServer.start(
            GatewaySettings.of("gw-1", folder.resolve("models"), broker)
                .withKernel("reference")
                .withWeb(WebSide.anyPortAt(InetAddress.getByName("0.0.0.0"))))) {
      URI told = URI.create(server.webAddress().orElseThrow());
      assertThat(told.getScheme()).isEqualTo("https");
      URI page = URI.create("https://localhost:" + told.getPort() + "/");
      HttpClient client =
          HttpClient.newBuilder()
              .sslContext(ServerIdentity.of(data.authority(), List.of()).tls())
              .build();
      assertThat(get(client, page, "nobody:guess").statusCode()).isEqualTo(401);
      String viewer = Viewer.NAME + ":" + server.viewer().orElseThrow().password();
      assertThat(get(client, page, viewer).body()).contains("<title>Edgeveil gateway</title>");
      assertThat(get(client, page.resolve("metrics"), viewer).body())
          .contains("edgeveil_broker_connected 1.0");
      assertThat(get(client, page.resolve("v2/health/ready"), "nobody:guess").body())
          .isEqualTo("{\"ready\":true}\n");
    }
  }

  private static HttpResponse<String> get(HttpClient client, URI page, String user)
      throws Exception {
    String basic = "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8));
    return client.send(
        HttpRequest.newBuilder(page).header("Authorization", basic).build(),
        BodyHandlers.ofString());
  }
}
