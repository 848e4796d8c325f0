package io.edgeveil.sensor.system;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between sensors and a gateway, and loses, doubles, delays and thereby reorders datagrams,
 * both ways, as a seed has it.
 */
final class LossyRelay implements AutoCloseable {
  private static final int LONGEST_DATAGRAM = 1 << 16;

  private final Random random;
  private final double lossRate;
  private final double doubleRate;
  private final double delayRate;
  private final int delayMillis;
  private final DatagramSocket front;
  private final Map<SocketAddress, DatagramSocket> backs = new ConcurrentHashMap<>();
  private final ScheduledExecutorService late = Executors.newSingleThreadScheduledExecutor();
  private volatile int gatewayPort;
  final AtomicInteger lost = new AtomicInteger();
  final AtomicInteger doubled = new AtomicInteger();
  final AtomicInteger delayed = new AtomicInteger();

  /**
   * Begins.
   *
   * @param delayMillis longest delay of those that are late
   */
  LossyRelay(
      int gatewayPort,
      long seed,
      double lossRate,
      double doubleRate,
      double delayRate,
      int delayMillis)
      throws IOException {
    this.gatewayPort = gatewayPort;
    this.random = new Random(seed);
    this.lossRate = lossRate;
    this.doubleRate = doubleRate;
    this.delayRate = delayRate;
    this.delayMillis = delayMillis;
    this.front = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    start("lossy-relay-front", this::fromSensors);
  }

  int port() {
    return front.getLocalPort();
  }

  /** Where datagrams go from now on. */
  void retarget(int port) {
    gatewayPort = port;
  }

  private void fromSensors() throws IOException {
    while (true) {
      DatagramPacket packet = receive(front);
      SocketAddress sensor = packet.getSocketAddress();
      DatagramSocket back = backs.get(sensor);
      if (back == null) {
        back = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        backs.put(sensor, back);
        DatagramSocket fresh = back;
        start("lossy-relay-back", () -> fromGateway(fresh, sensor));
      }
      byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
      pass(back, bytes, new InetSocketAddress(InetAddress.getLoopbackAddress(), gatewayPort));
    }
  }

  private void fromGateway(DatagramSocket back, SocketAddress sensor) throws IOException {
    while (true) {
      DatagramPacket packet = receive(back);
      pass(front, Arrays.copyOf(packet.getData(), packet.getLength()), sensor);
    }
  }

  private static DatagramPacket receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[LONGEST_DATAGRAM], LONGEST_DATAGRAM);
    socket.receive(packet);
    return packet;
  }

  private void pass(DatagramSocket from, byte[] bytes, SocketAddress to) {
    int copies;
    int[] waits;
    synchronized (random) {
      if (random.nextDouble() < lossRate) {
        lost.incrementAndGet();
        return;
      }
      copies = random.nextDouble() < doubleRate ? 2 : 1;
      waits = new int[copies];
      for (int i = 0; i < copies; i++) {
        waits[i] = random.nextDouble() < delayRate ? 1 + random.nextInt(delayMillis) : 0;
      }
    }
    doubled.addAndGet(copies - 1);
    for (int wait : waits) {
      if (wait == 0) {
        send(from, bytes, to);
      } else {
        delayed.incrementAndGet();
        var unused = late.schedule(() -> send(from, bytes, to), wait, TimeUnit.MILLISECONDS);
      }
    }
  }

  private static void send(DatagramSocket from, byte[] bytes, SocketAddress to) {
    try {
      from.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException e) {
      // closed meanwhile: one more datagram lost
    }
  }

  private interface Job {
    void run() throws IOException;
  }

  private void start(String name, Job job) {
    Thread thread =
        new Thread(
            () -> {
              try {
                job.run();
              } catch (IOException e) {
                if (!front.isClosed()) {
                  throw new IllegalStateException(e);
                }
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    front.close();
    backs.values().forEach(DatagramSocket::close);
    late.shutdownNow();
  }
}
