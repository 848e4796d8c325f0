package io.edgeveil.sensor.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes TCP connections to an address on this machine as slow as a {@link Link}, each for itself:
 * connect to {@link #port} instead.
 *
 * <p>It works in this process, on any system and without rights, and models rate, delay and a
 * bounded queue. It does not model what TCP does about a long way: both ends talk to a neighbour,
 * so windows open at once, nothing is lost, and connecting itself takes no round trip.
 */
public final class LinkRelay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LinkRelay.class);
  private static final int SOCKET_BUFFER_BYTES = 1 << 16;
  private static final int BACKLOG = 128;

  private final Link link;
  private final InetSocketAddress target;
  private final ServerSocket server = new ServerSocket();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  private LinkRelay(Link link, InetSocketAddress target) throws IOException {
    this.link = link;
    this.target = target;
  }

  /**
   * Begins to listen, on the loopback address that the target has.
   *
   * @throws IllegalArgumentException if the target is on another machine
   */
  public static LinkRelay start(Link link, InetAddress host, int port) throws IOException {
    if (!host.isLoopbackAddress()) {
      throw new IllegalArgumentException("a link leads to this machine alone, got " + host);
    }
    LinkRelay relay = new LinkRelay(link, new InetSocketAddress(host, port));
    boolean listening = false;
    try {
      relay.server.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
      relay.server.bind(new InetSocketAddress(host, 0), BACKLOG);
      relay.run("accepts", relay::accept);
      listening = true;
      return relay;
    } finally {
      if (!listening) {
        relay.close();
      }
    }
  }

  /** Where to connect to. */
  public int port() {
    return server.getLocalPort();
  }

  private void accept() throws IOException {
    while (true) {
      Socket near = server.accept();
      sockets.add(near);
      Socket far = new Socket();
      sockets.add(far);
      try {
        far.connect(target);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        join(near, far, "up");
        join(far, near, "down");
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.warn("nobody is at {}: {}", target, e.getMessage());
        }
        near.close();
        far.close();
      }
    }
  }

  private void join(Socket from, Socket to, String direction) throws IOException {
    Lane lane = new Lane(link, from.getInputStream(), to.getOutputStream());
    run(direction + "-in", lane::takeIn);
    run(
        direction + "-out",
        () -> {
          try (from;
              to) {
            lane.giveOut();
          }
          sockets.remove(from);
          sockets.remove(to);
        });
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void run(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                LOG.debug("a connection over the link is over", e);
              } finally {
                threads.remove(Thread.currentThread());
              }
            },
            "edgeveil-link-" + name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Ends all connections. */
  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.forEach(Thread::interrupt);
  }
}
