package io.edgeveil.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that HiveMQ reads its configuration from: there is no other way to hand it one. */
final class HiveMqConfiguration {

  static final String TCP_LISTENER = "edgeveil-tcp";
  static final String WEBSOCKET_LISTENER = "edgeveil-websocket";

  private HiveMqConfiguration() {}

  /** Writes {@code config.xml} into a folder. */
  static void write(Path folder, BrokerSettings settings) throws IOException {
    Files.writeString(folder.resolve("config.xml"), xml(settings));
  }

  /**
   * The configuration. HiveMQ's own limits are hostile to tensors: ten unacknowledged messages, a
   * thousand queued. No topic aliases (Paho's are not safe among threads), no sessions that outlive
   * a connection (their queues would).
   */
  private static String xml(BrokerSettings settings) {
    return """
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
        """
        .formatted(
            TCP_LISTENER,
            settings.tcpPort(),
            WEBSOCKET_LISTENER,
            settings.websocketPort(),
            settings.bindAddress().getHostAddress(),
            settings.maxPacketBytes(),
            settings.maxQueuedMessages());
  }
}
