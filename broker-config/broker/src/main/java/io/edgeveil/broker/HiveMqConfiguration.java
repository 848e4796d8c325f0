package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgeveil.broker.certificate.Issued;
import io.edgeveil.broker.certificate.KeyStores;
import io.edgeveil.broker.certificate.PrivateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Locale;

/** The file that HiveMQ reads its configuration from: there is no other way to hand it one. */
final class HiveMqConfiguration {

  static final String TCP_LISTENER = "edgeveil-tcp";
  static final String WEBSOCKET_LISTENER = "edgeveil-websocket";
  static final String TLS_LISTENER = "edgeveil-tls";

  private HiveMqConfiguration() {}

  /**
   * Writes {@code config.xml} into a folder, and the key stores it names; for their password's sake
   * its mode is 0600.
   */
  static void write(Path folder, BrokerSettings settings) throws IOException {
    String tls = "";
    if (settings.tls().isPresent()) {
      TlsListener listener = settings.tls().get();
      Issued server = listener.authority().server(listener.names());
      tls = tlsListener(listener, KeyStores.write(folder, listener.authority(), server));
    }
    PrivateFiles.write(folder.resolve("config.xml"), xml(settings, tls).getBytes(UTF_8));
  }

  private static String tlsListener(TlsListener listener, KeyStores stores) {
    return String.format(
        Locale.ROOT,
        """
            <tls-tcp-listener>
              <name>%s</name>
              <port>%d</port>
              <bind-address>%s</bind-address>
              <tls>
                <protocols>
                  <protocol>TLSv1.3</protocol>
                </protocols>
                <keystore>
                  <path>%s</path>
                  <password>%s</password>
                  <private-key-password>%s</private-key-password>
                </keystore>
                <client-authentication-mode>REQUIRED</client-authentication-mode>
                <truststore>
                  <path>%s</path>
                  <password>%s</password>
                </truststore>
              </tls>
            </tls-tcp-listener>
        """,
        TLS_LISTENER,
        listener.port(),
        listener.bindAddress().getHostAddress(),
        escaped(stores.keyFile()),
        stores.password(),
        stores.password(),
        escaped(stores.trustFile()),
        stores.password());
  }

  private static String escaped(Path path) {
    return path.toAbsolutePath().toString().replace("&", "&amp;").replace("<", "&lt;");
  }

  /**
   * The configuration. HiveMQ's own limits are hostile to tensors: ten unacknowledged messages, a
   * thousand queued. No topic aliases (Paho's are not safe among threads), no sessions that outlive
   * a connection (their queues would).
   */
  private static String xml(BrokerSettings settings, String tlsListener) {
    return String.format(
        Locale.ROOT,
        """
        <?xml version="1.0"?>
        <hivemq>
          <listeners>
            <tcp-listener>
              <name>%1$s</name>
              <port>%2$d</port>
              <bind-address>%5$s</bind-address>
            </tcp-listener>
            <websocket-listener>
              <name>%3$s</name>
              <port>%4$d</port>
              <bind-address>%5$s</bind-address>
              <path>/mqtt</path>
              <subprotocols>
                <subprotocol>mqtt</subprotocol>
              </subprotocols>
            </websocket-listener>
        %8$s
          </listeners>
          <mqtt>
            <packets>
              <max-packet-size>%6$d</max-packet-size>
            </packets>
            <receive-maximum>
              <server-receive-maximum>65535</server-receive-maximum>
            </receive-maximum>
            <queued-messages>
              <max-queue-size>%7$d</max-queue-size>
              <strategy>discard</strategy>
            </queued-messages>
            <session-expiry>
              <max-interval>0</max-interval>
            </session-expiry>
            <topic-alias>
              <enabled>false</enabled>
            </topic-alias>
          </mqtt>
          <restrictions>
            <max-client-id-length>256</max-client-id-length>
            <max-topic-length>1024</max-topic-length>
          </restrictions>
          <persistence>
            <mode>in-memory</mode>
          </persistence>
          <anonymous-usage-statistics>
            <enabled>false</enabled>
          </anonymous-usage-statistics>
        </hivemq>
        """,
        TCP_LISTENER,
        settings.tcpPort(),
        WEBSOCKET_LISTENER,
        settings.websocketPort(),
        InetAddress.getLoopbackAddress().getHostAddress(),
        settings.maxPacketBytes(),
        settings.maxQueuedMessages(),
        tlsListener);
  }
}
