package io.edgeveil.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.SingleNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many DTLS associations one peer may have, and who gives way. */
class AssociationsTest {
  /** One more than Californium would take of all peers together, and a few. */
  private static final int FLOOD = 1100;

  @Test
  void oneKeyShutsNobodyOutHoweverManyAssociationsItMakes(@TempDir Path folder) throws Exception {
    try (CoapRig rig = new CoapRig(folder)) {
      rig.add("pi-1");
      rig.add("pi-2");
      try (CoapPeer hostile =
              CoapPeer.overDtls(
                  rig.securePort(),
                  "pi-1",
                  rig.psk("pi-1"),
                  List.of(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8));
          CoapPeer before = rig.overDtls("pi-2")) {
        assertThat(before.get("/v1/health").getCode()).hasToString("2.05");
        DTLSConnector connector = (DTLSConnector) hostile.endpoint.getConnector();
        for (int i = 0; i < FLOOD; i++) {
          Request request = hostile.request(Code.GET, "/v1/health");
          request.send(hostile.endpoint);
          assertThat(request.waitForResponse(10_000)).as("association %d", i).isNotNull();
          connector.clearConnectionState(); // the next one begins anew, from the same address
        }
        assertThat(before.get("/v1/health").getCode()).hasToString("2.05");
        try (CoapPeer after = rig.overDtls("pi-2")) {
          assertThat(after.get("/v1/health").getCode()).hasToString("2.05");
        }
      }
    }
  }

  @Test
  void ofTheHandshakesThatNeverEndTheEldestGivesWay() {
    Associations associations = new Associations();
    associations.attach(new SingleNodeConnectionIdGenerator(6));
    List<Connection> begun = new ArrayList<>();
    for (int i = 0; i <= Associations.BEGUN; i++) {
      Connection connection =
          new Connection(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1024 + i));
      connection.setConnectorContext(Runnable::run, null);
      assertThat(associations.put(connection)).isTrue();
      begun.add(connection);
    }
    assertThat(associations.get(begun.get(0).getConnectionId())).isNull();
    assertThat(begun.get(0).isExecuting()).isFalse();
    for (Connection later : begun.subList(1, begun.size())) {
      assertThat(associations.get(later.getConnectionId())).isSameAs(later);
    }
  }
}
