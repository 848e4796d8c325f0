package io.edgeveil.sensor.system;

import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.WireFormatException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sits on the line between sensor and broker, understands MQTT's framing, and adds 1 to an element
 * of one layer's result on its way down: to the sensor it is a gateway that computes wrong.
 */
final class TamperingTap implements AutoCloseable {
  private static final int PUBLISH = 3;
  private static final byte[] MAGIC = {'E', 'V', 'C', 'H'};

  private final ServerSocket listener;
  private final int target;
  private final int layer;
  private final Modulus modulus;
  private final AtomicInteger tampered = new AtomicInteger();
  private volatile boolean active = true;

  /**
   * Listens.
   *
   * @param target port of the broker
   * @param layer index of the linear layer to meddle with
   */
  TamperingTap(int target, int layer, Modulus modulus) throws IOException {
    this.target = target;
    this.layer = layer;
    this.modulus = modulus;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many chunks were changed. */
  int tampered() {
    return tampered.get();
  }

  /** Lets everything through from now on. */
  void behave() {
    active = false;
  }

  private void accept() throws IOException {
    while (true) {
      Socket sensor = listener.accept();
      Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
      sensor.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
      start(
          () -> {
            try (sensor;
                broker) {
              sensor.getInputStream().transferTo(broker.getOutputStream());
            }
          });
      start(
          () -> {
            try (sensor;
                broker) {
              down(broker, sensor);
            }
          });
    }
  }

  private void down(Socket from, Socket to) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
    OutputStream out = new BufferedOutputStream(to.getOutputStream());
    while (true) {
      int type = in.readUnsignedByte();
      out.write(type);
      int length = 0;
      for (int shift = 0, next = 0x80; next >= 0x80; shift += 7) {
        next = in.readUnsignedByte();
        out.write(next);
        length |= (next & 0x7f) << shift;
      }
      byte[] rest = new byte[length];
      in.readFully(rest);
      if (active && type >> 4 == PUBLISH) {
        tamper(rest);
      }
      out.write(rest);
      out.flush();
    }
  }

  /** The payload of a PUBLISH ends with the packet. */
  private void tamper(byte[] packet) {
    for (int at = 0; at + ChunkHeader.BYTES <= packet.length; at++) {
      if (Arrays.equals(packet, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)) {
        tamperChunk(packet, at);
        return;
      }
    }
  }

  private void tamperChunk(byte[] packet, int at) {
    try {
      Chunk chunk = Chunk.decode(Arrays.copyOfRange(packet, at, packet.length));
      ChunkHeader header = chunk.header();
      if (header.kind() != ChunkHeader.Kind.REPLY || header.layer() != layer) {
        return;
      }
      int[] tensor = new int[header.total()];
      chunk.unpackInto(tensor, modulus);
      tensor[header.offset()] = modulus.add(tensor[header.offset()], 1);
      byte[] changed = Chunk.encode(header, tensor).bytes();
      System.arraycopy(changed, 0, packet, at, changed.length);
      tampered.incrementAndGet();
    } catch (WireFormatException e) {
      throw new AssertionError(e);
    }
  }

  private interface Job {
    void run() throws IOException;
  }

  private static void start(Job job) {
    Thread thread =
        new Thread(
            () -> {
              try {
                job.run();
              } catch (EOFException | java.net.SocketException e) {
                // the line is closed
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            },
            "tampering-tap");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
