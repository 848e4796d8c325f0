package io.edgeveil.gateway.coap;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.californium.elements.auth.X509CertPath;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.tcp.netty.TlsServerConnector;

/** Californium's TLS server, for messages of bounded length; puts out who may not stay. */
final class SecureTcp extends TlsServerConnector {
  private final long longestMessageBytes;
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  SecureTcp(
      SSLContext tls, InetSocketAddress address, Configuration settings, long longestMessageBytes) {
    super(tls, address, settings);
    this.longestMessageBytes = longestMessageBytes;
  }

  @Override
  protected void onNewChannelCreated(Channel channel) {
    super.onNewChannelCreated(channel);
    channel.pipeline().addLast(new FrameLimit(longestMessageBytes));
    channels.add(channel);
  }

  /** Closes connections whose peers may not stay; who has not shown a certificate yet is left. */
  void putOut(Predicate<Principal> mayStay) {
    for (Channel channel : channels) {
      Principal peer = peer(channel);
      if (peer != null && !mayStay.test(peer)) {
        var unused = channel.close();
      }
    }
  }

  private static Principal peer(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      return null;
    }
    try {
      Certificate[] shown = tls.engine().getSession().getPeerCertificates();
      return X509CertPath.fromCertificatesChain(shown);
    } catch (SSLPeerUnverifiedException e) {
      return null; // the handshake is not over
    }
  }
}
