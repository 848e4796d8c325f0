package io.edgeveil.demo;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.WireFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A listener on the cable: passes one TCP connection on to the broker and keeps what the sensor
 * sends.
 */
final class TappedLine implements AutoCloseable {
  private static final byte[] MAGIC = {'E', 'V', 'C', 'H'};

  private final ServerSocket server;
  private final int brokerPort;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Future<byte[]> sent;

  TappedLine(int brokerPort) throws IOException {
    this.brokerPort = brokerPort;
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    sent = threads.submit(this::listen);
  }

  /** Where a sensor finds the broker, with the tap between. */
  String address() {
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  /**
   * The first tensor sent, as anyone on the way could read it; to be asked after the sensor has
   * hung up.
   *
   * @param first linear layer of the network, its input small enough for one chunk
   * @return residues
   */
  int[] firstTensor(LinearOperation first)
      throws InterruptedException, ExecutionException, WireFormatException, DemoFailedException {
    int elements = first.input().elements();
    Modulus modulus = first.modulus();
    int length = ChunkHeader.BYTES + elements * modulus.bytesPerElement();
    byte[] bytes = sent.get();
    for (int at = 0; at + length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)) {
        int[] residues = new int[elements];
        Chunk.decode(Arrays.copyOfRange(bytes, at, at + length)).unpackInto(residues, modulus);
        return residues;
      }
    }
    throw new DemoFailedException("the wire carried no tensor");
  }

  private byte[] listen() throws IOException, InterruptedException, ExecutionException {
    try (Socket sensor = server.accept();
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort)) {
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      Future<?> back =
          threads.submit(
              () -> {
                copy(broker.getInputStream(), sensor.getOutputStream(), null);
                return null;
              });
      copy(sensor.getInputStream(), broker.getOutputStream(), kept);
      broker.shutdownOutput();
      back.get();
      return kept.toByteArray();
    }
  }

  private static void copy(InputStream in, OutputStream out, OutputStream also) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
      out.flush();
      if (also != null) {
        also.write(buffer, 0, read);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
