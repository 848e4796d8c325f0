package io.edgeveil.gateway.coap;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.tcp.netty.TcpServerConnector;

/** Californium's TCP server, for messages of bounded length. */
final class PlainTcp extends TcpServerConnector {
  private final long longestMessageBytes;

  PlainTcp(InetSocketAddress address, Configuration settings, long longestMessageBytes) {
    super(address, settings);
    this.longestMessageBytes = longestMessageBytes;
  }

  @Override
  protected void onNewChannelCreated(Channel channel) {
    channel.pipeline().addLast(new FrameLimit(longestMessageBytes));
  }
}
