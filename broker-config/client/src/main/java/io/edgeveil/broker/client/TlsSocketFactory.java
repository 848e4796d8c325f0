package io.edgeveil.broker.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Makes {@link TlsSocket}s. */
final class TlsSocketFactory extends SocketFactory {

  private final TlsIdentity identity;

  TlsSocketFactory(TlsIdentity identity) {
    this.identity = identity;
  }

  @Override
  public Socket createSocket() throws IOException {
    return new TlsSocket(identity);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    Socket socket = createSocket();
    socket.connect(new InetSocketAddress(host, port));
    return socket;
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket(host.getHostAddress(), port);
  }

  /** Paho never names the local end. */
  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException("the local address is the system's choice");
  }

  /** Paho never names the local end. */
  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException("the local address is the system's choice");
  }
}
