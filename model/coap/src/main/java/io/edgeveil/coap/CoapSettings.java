package io.edgeveil.coap;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.TcpConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;

/**
 * How Californium is set up at both ends, each value with its reason. Nothing is read from or
 * written to a properties file.
 */
public final class CoapSettings {
  /** The port of CoAP without protection when none is named (RFC 7252, section 6.1). */
  public static final int PORT = 5683;

  /** The port of CoAP over DTLS or TLS when none is named (RFC 7252, section 6.2). */
  public static final int SECURE_PORT = 5684;

  /** Bytes of a block: the most that RFC 7959 has, since each costs a round trip over UDP. */
  public static final int BLOCK_BYTES = 1024;

  /**
   * Blocks that one message of CoAP over TCP holds (BERT, RFC 8323, section 6): 64 KiB, the size at
   * which it was measured.
   */
  public static final int BULK_BLOCKS = 64;

  /** Seconds that an unfinished block-wise transfer is kept: as long as an unfinished tensor. */
  public static final int TRANSFER_SECONDS = 30;

  /** Seconds without a message after which a TCP connection is closed: as a session's. */
  public static final int IDLE_SECONDS = 600;

  /** Bytes of a DTLS Connection ID: enough for 2^48 associations of an address. */
  public static final int CONNECTION_ID_BYTES = 6;

  /**
   * Cipher suites for pre-shared keys, best first. With ECDHE a key that is stolen later reads
   * nothing of what was sent before; those without it are for other implementations.
   */
  public static final List<CipherSuite> PSK_SUITES =
      List.of(
          CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256,
          CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256,
          CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256,
          CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256,
          CipherSuite.TLS_PSK_WITH_AES_128_CCM,
          CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);

  /** Cipher suites for certificates, best first; all with ECDHE. */
  public static final List<CipherSuite> CERTIFICATE_SUITES =
      List.of(
          CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
          CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM,
          CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8);

  /** Peers whose messages and transfers a gateway remembers at once. */
  public static final int GATEWAY_PEERS = 8192;

  private static final int PEERS = 1024;

  private CoapSettings() {}

  /**
   * Settings of an endpoint over UDP or DTLS.
   *
   * @param maxBodyBytes longest body that this end takes
   */
  public static Configuration udp(int maxBodyBytes) {
    Configuration settings = both(maxBodyBytes);
    // A message is one block and its options, within an Ethernet frame.
    settings.set(CoapConfig.MAX_MESSAGE_SIZE, BLOCK_BYTES);
    // An endpoint holds each message id for EXCHANGE_LIFETIME, 247 s, so that it runs dry at some
    // 263 messages a second. Nobody tracks ids here, and duplicates are known among a peer's last
    // messages alone; only both together keep it from stalling. A duplicate that comes later is
    // answered anew, which costs work and no more: a request is told by its content.
    settings.set(CoapConfig.MID_TRACKER, CoapConfig.TrackerMode.NULL);
    settings.set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP);
    settings.set(CoapConfig.PEERS_MARK_AND_SWEEP_MESSAGES, 64);

    settings.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CONNECTION_ID_BYTES);
    settings.set(DtlsConfig.DTLS_MAX_CONNECTIONS, PEERS);
    // A plain-PSK suite is none of Scandium's recommended ones.
    settings.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false);
    return settings;
  }

  /**
   * Settings of an endpoint over TCP or TLS.
   *
   * @param maxBodyBytes longest body that this end takes
   */
  public static Configuration tcp(int maxBodyBytes) {
    Configuration settings = both(maxBodyBytes);
    settings.set(CoapConfig.TCP_NUMBER_OF_BULK_BLOCKS, BULK_BLOCKS);
    // What fits one BERT message goes as one message, without blocks.
    settings.set(CoapConfig.MAX_MESSAGE_SIZE, BULK_BLOCKS * BLOCK_BYTES);
    settings.set(TcpConfig.TCP_CONNECTION_IDLE_TIMEOUT, IDLE_SECONDS, TimeUnit.SECONDS);
    settings.set(TcpConfig.TCP_WORKER_THREADS, 2);
    return settings;
  }

  private static Configuration both(int maxBodyBytes) {
    Configuration settings =
        new Configuration(
            SystemConfig.DEFINITIONS,
            CoapConfig.DEFINITIONS,
            UdpConfig.DEFINITIONS,
            TcpConfig.DEFINITIONS,
            DtlsConfig.DEFINITIONS);
    settings.set(CoapConfig.PREFERRED_BLOCK_SIZE, BLOCK_BYTES);
    settings.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, maxBodyBytes);
    settings.set(CoapConfig.BLOCKWISE_STATUS_LIFETIME, TRANSFER_SECONDS, TimeUnit.SECONDS);
    // Whoever is not heard of gives way at once when a newcomer needs room: all that is forgotten
    // of it is which message number comes next. Transfers are kept for as long as said above.
    settings.set(CoapConfig.MAX_ACTIVE_PEERS, GATEWAY_PEERS);
    settings.set(CoapConfig.MAX_PEER_INACTIVITY_PERIOD, 1, TimeUnit.SECONDS);
    settings.set(CoapConfig.MAX_SERVER_OBSERVES, PEERS);
    // Nobody listens on a multicast address.
    settings.set(CoapConfig.MULTICAST_BASE_MID, 0);
    settings.set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 2);
    return settings;
  }
}
