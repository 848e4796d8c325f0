package io.edgeveil.gateway.coap;

import io.edgeveil.broker.DeviceAccess;
import io.edgeveil.broker.certificate.ServerIdentity;
import io.edgeveil.coap.CoapSettings;
import io.edgeveil.coap.PasswordOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.UDPConnector;
import org.eclipse.californium.elements.config.CertificateAuthenticationMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.TcpConfig;
import org.eclipse.californium.elements.util.Filter;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the endpoints of a front end, and puts out of them who may not stay. */
final class Endpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);
  private static final int OPTIONS_BYTES = 1024;
  private static final long LONGEST_SECONDS = 5;

  private final int bodyBytes;
  private final long messageBytes;
  private final Predicate<Principal> mayStay;
  private final Guard guard;
  private final List<Consumer<Predicate<Principal>>> doors = new CopyOnWriteArrayList<>();

  /**
   * None made yet.
   *
   * @param bodyBytes longest body of a request
   * @param senders who knows whether a peer may stay
   */
  Endpoints(int bodyBytes, Senders senders, Guard guard) {
    this.bodyBytes = bodyBytes;
    this.messageBytes =
        (long) OPTIONS_BYTES
            + Math.max(bodyBytes, CoapSettings.BULK_BLOCKS * CoapSettings.BLOCK_BYTES);
    this.mayStay = senders::mayStay;
    this.guard = guard;
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** {@code coap://} on loopback. */
  CoapEndpoint plainUdp(int port) {
    Configuration settings = CoapSettings.udp(bodyBytes);
    return endpoint(settings, new UDPConnector(loopback(port), settings));
  }

  /** {@code coap+tcp://} on loopback. */
  CoapEndpoint plainTcp(int port) {
    Configuration settings = CoapSettings.tcp(bodyBytes);
    return endpoint(settings, new PlainTcp(loopback(port), settings, messageBytes));
  }

  /** {@code coaps://}: DTLS 1.2 with pre-shared keys or certificates. */
  CoapEndpoint dtls(CoapListeners.Secure secure, int port, DeviceAccess access) {
    Configuration settings = CoapSettings.udp(bodyBytes);
    settings.set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.SERVER_ONLY);
    // A session taken up again would ask no account; a handshake costs little.
    settings.set(DtlsConfig.DTLS_SERVER_USE_SESSION_ID, false);
    settings.set(DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NEEDED);
    List<CipherSuite> suites = new ArrayList<>(CoapSettings.PSK_SUITES);
    suites.addAll(CoapSettings.CERTIFICATE_SUITES);
    settings.setAsList(DtlsConfig.DTLS_CIPHER_SUITES, suites.toArray(new CipherSuite[0]));
    ServerIdentity identity = secure.identity();
    DevicePskStore keys = new DevicePskStore(access, secure.keys());
    DTLSConnector connector =
        new Dtls(
            DtlsConnectorConfig.builder(settings)
                .setAddress(new InetSocketAddress(secure.bindAddress(), port))
                .setAdvancedPskStore(keys)
                .setApplicationLevelInfoSupplier(keys)
                .setCertificateIdentityProvider(
                    new SingleCertificateProvider(
                        identity.key(),
                        new X509Certificate[] {identity.certificate()},
                        CertificateType.X_509))
                .setAdvancedCertificateVerifier(
                    StaticNewAdvancedCertificateVerifier.builder()
                        .setTrustedCertificates(identity.authority())
                        .setSupportedCertificateTypes(List.of(CertificateType.X_509))
                        .build())
                .build());
    doors.add(mayStay -> putOut(connector, mayStay));
    return endpoint(settings, connector);
  }

  /** {@code coaps+tcp://}: TLS with certificates. */
  CoapEndpoint tls(CoapListeners.Secure secure, int port) throws IOException {
    Configuration settings = CoapSettings.tcp(bodyBytes);
    settings.set(TcpConfig.TLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NEEDED);
    SecureTcp connector =
        new SecureTcp(
            secure.identity().tls(),
            new InetSocketAddress(secure.bindAddress(), port),
            settings,
            messageBytes);
    doors.add(connector::putOut);
    return endpoint(settings, connector);
  }

  private CoapEndpoint endpoint(Configuration settings, Connector connector) {
    return new CoapEndpoint.Builder()
        .setConfiguration(settings)
        .setConnector(connector)
        .setCoapStackFactory(GuardedStack.under(guard))
        .setOptionRegistry(PasswordOption.registry())
        .build();
  }

  /** Ends the standing sessions of peers that may not stay, and tells them. */
  void putOut() {
    doors.forEach(door -> door.accept(mayStay));
  }

  private static void putOut(DTLSConnector connector, Predicate<Principal> mayStay) {
    // Each is asked about once: the accounts change meanwhile, and who is forgotten must be told.
    Set<Principal> gone =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    Filter<Connection> told =
        connection -> {
          Principal peer = connection.getEstablishedPeerIdentity();
          if (peer != null && !mayStay.test(peer)) {
            gone.add(peer);
            if (connection.getPeerAddress() != null) { // not left for a later one
              connector.close(connection.getPeerAddress()); // with an alert
            }
          }
          return false;
        };
    try {
      // Each is told, in its own turn, before it is forgotten, so that it cannot be resumed either.
      connector.startForEach(told).get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("not everyone who is put out could be told", e);
    }
    Filter<Principal> forgotten = gone::contains;
    var unused = connector.startTerminateConnectionsForPrincipal(forgotten);
  }

  /** Californium's DTLS server, with bounds of our own. */
  private static final class Dtls extends DTLSConnector {
    Dtls(DtlsConnectorConfig configuration) {
      super(configuration, new Associations());
    }

    /**
     * Of the last two minutes it would take no more handshakes than there may be connections, and
     * then nobody's. What it remembers them for, to know a repeated CLIENT_HELLO, each connection
     * knows as long as it stands.
     */
    @Override
    @SuppressWarnings("deprecation") // what takes its place is given before there is a connector
    protected void onInitializeHandshaker(Handshaker handshaker) {
      clearRecentHandshakes();
    }
  }
}
