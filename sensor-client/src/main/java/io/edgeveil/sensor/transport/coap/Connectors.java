package io.edgeveil.sensor.transport.coap;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.UDPConnector;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.TcpConfig;
import org.eclipse.californium.elements.tcp.netty.TcpClientConnector;
import org.eclipse.californium.elements.tcp.netty.TlsClientConnector;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.SingleNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;

/** What carries CoAP messages to a gateway, by the scheme of its address. */
final class Connectors {
  private static final InetSocketAddress ANY_PORT = new InetSocketAddress(0);

  private Connectors() {}

  /**
   * A connector, not started.
   *
   * @param lost is told once a TCP connection is over, and why if there was an error; without
   *     connection nobody can tell
   */
  static Connector of(CoapAccess access, Configuration configuration, Consumer<Throwable> lost) {
    return switch (access.address().scheme()) {
      case COAP -> new UDPConnector(ANY_PORT, configuration);
      case COAPS -> dtls(access, configuration);
      case COAP_TCP -> new Tcp(configuration, lost);
      case COAPS_TCP -> tls(access, configuration, lost);
    };
  }

  private static DTLSConnector dtls(CoapAccess access, Configuration configuration) {
    byte[] key = access.key().orElseThrow().bytes();
    try {
      return new DTLSConnector(
          DtlsConnectorConfig.builder(configuration)
              .set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY)
              .setAddress(ANY_PORT)
              .setAdvancedPskStore(new AdvancedSinglePskStore(access.device(), key))
              // We name the connection to the gateway, which may see our address change; it has no
              // need to name it to us.
              .setConnectionIdGenerator(new SingleNodeConnectionIdGenerator(0))
              .build());
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static Tls tls(CoapAccess access, Configuration configuration, Consumer<Throwable> lost) {
    boolean ipv6 = access.address().host().contains(":");
    Configuration settings = new Configuration(configuration);
    settings.set(TcpConfig.TLS_VERIFY_SERVER_CERTIFICATES_SUBJECT, !ipv6);
    return new Tls(access.identity().orElseThrow().context(), settings, ipv6, lost);
  }

  private static void watch(Channel channel, Consumer<Throwable> lost) {
    channel.pipeline().addLast(new Watch(lost));
  }

  /** Tells of the end of a connection that had come about, and what it ended for. */
  private static final class Watch extends ChannelInboundHandlerAdapter {
    private final Consumer<Throwable> lost;
    private Throwable failure; // used by the channel's thread alone

    Watch(Consumer<Throwable> lost) {
      this.lost = lost;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      failure = cause;
      context.fireExceptionCaught(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      lost.accept(failure);
      context.fireChannelInactive();
    }
  }

  private static final class Tcp extends TcpClientConnector {
    private final Consumer<Throwable> lost;

    Tcp(Configuration configuration, Consumer<Throwable> lost) {
      super(configuration);
      this.lost = lost;
    }

    @Override
    protected void onNewChannelCreated(SocketAddress remote, Channel channel) {
      watch(channel, lost);
    }
  }

  private static final class Tls extends TlsClientConnector {
    private final boolean ipv6;
    private final Consumer<Throwable> lost;

    /**
     * Not connected.
     *
     * @param ipv6 whether the gateway is at an IPv6 address, of which Californium takes none for
     *     one where it compares it with a certificate's: Java does that instead
     */
    Tls(SSLContext context, Configuration settings, boolean ipv6, Consumer<Throwable> lost) {
      super(context, settings);
      this.ipv6 = ipv6;
      this.lost = lost;
    }

    @Override
    protected void onNewChannelCreated(SocketAddress remote, Channel channel) {
      super.onNewChannelCreated(remote, channel);
      if (ipv6) {
        SSLEngine engine = channel.pipeline().get(SslHandler.class).engine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 2818, section 3.1
        engine.setSSLParameters(parameters);
      }
      watch(channel, lost);
    }
  }
}
