package io.edgeveil.broker.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.ssl.SSLSocket;

/**
 * A socket with TLS inside, fit for Paho in the two ways of {@link MqttSocket}: it sends at once,
 * and it reads nothing before something was written. The latter matters more here than without TLS:
 * in TLS 1.3 a server refuses a client's certificate after the client has finished its handshake,
 * and that refusal is the first thing to be read.
 *
 * <p>To Paho it is a plain socket: {@link #connect} returns when the handshake is done.
 */
final class TlsSocket extends Socket {

  private final TlsIdentity identity;
  private final PacketStreams streams = new PacketStreams();
  private final Socket plain = new Socket();
  private volatile SSLSocket secure;

  TlsSocket(TlsIdentity identity) throws SocketException {
    this.identity = identity;
    plain.setTcpNoDelay(true);
  }

  @Override
  public void connect(SocketAddress peer) throws IOException {
    connect(peer, 0);
  }

  /** The timeout counts for the connection and again for each answer in the handshake. */
  @Override
  public void connect(SocketAddress peer, int timeoutMillis) throws IOException {
    InetSocketAddress address = (InetSocketAddress) peer;
    try {
      plain.connect(address, timeoutMillis);
      plain.setSoTimeout(timeoutMillis);
      SSLSocket handshaking = identity.secure(plain, address.getHostString(), address.getPort());
      handshaking.startHandshake();
      secure = handshaking;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return streams.reading(connected().getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return streams.writing(connected().getOutputStream());
  }

  @Override
  public synchronized void setSoTimeout(int timeoutMillis) throws SocketException {
    plain.setSoTimeout(timeoutMillis);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return plain.getTcpNoDelay();
  }

  @Override
  public boolean isConnected() {
    return secure != null;
  }

  @Override
  public boolean isClosed() {
    return plain.isClosed();
  }

  /** Ends what is being read; Paho does so before it closes. */
  @Override
  public void shutdownInput() throws IOException {
    streams.release();
    plain.shutdownInput();
  }

  @Override
  public synchronized void close() throws IOException {
    streams.release();
    SSLSocket open = secure;
    if (open == null) {
      plain.close();
    } else {
      open.close();
    }
  }

  private SSLSocket connected() throws SocketException {
    SSLSocket open = secure;
    if (open == null) {
      throw new SocketException("not connected");
    }
    return open;
  }
}
