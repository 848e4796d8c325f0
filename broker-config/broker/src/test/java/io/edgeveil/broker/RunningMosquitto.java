package io.edgeveil.broker;

import io.edgeveil.broker.certificate.CertificateAuthority;
import io.edgeveil.broker.mosquitto.MosquittoFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's Mosquitto on a free port of loopback. */
final class RunningMosquitto implements AutoCloseable {

  private static final List<String> PLACES = List.of("/usr/sbin", "/usr/local/sbin", "/usr/bin");

  private final Process process;
  private final int port;

  private RunningMosquitto(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static boolean isInstalled() {
    return program() != null;
  }

  private static Path program() {
    return Stream.concat(PLACES.stream(), Stream.of(System.getenv("PATH").split(":")))
        .map(folder -> Path.of(folder, "mosquitto"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /** Writes the files for these accounts, starts, and waits until it listens. */
  static RunningMosquitto start(Path folder, Accounts accounts) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path home = folder.resolve("mosquitto");
    var unused =
        MosquittoFiles.write(
            home,
            accounts,
            CertificateAuthority.in(folder.resolve("authority")),
            List.of(),
            port,
            true);
    // Started by root it would become another user, who may not read the key.
    Files.writeString(
        home.resolve("mosquitto.conf"),
        "user " + System.getProperty("user.name") + "\n",
        StandardOpenOption.APPEND);
    Process process =
        new ProcessBuilder(
                program().toString(), "-v", "-c", home.resolve("mosquitto.conf").toString())
            .redirectErrorStream(true)
            .start();
    CompletableFuture<Void> running = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process.inputReader(), running), "mosquitto-log");
    reader.setDaemon(true);
    reader.start();
    running.get(20, TimeUnit.SECONDS);
    return new RunningMosquitto(process, port);
  }

  private static void read(BufferedReader log, CompletableFuture<Void> running) {
    StringBuilder all = new StringBuilder();
    try {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        all.append(line).append('\n');
        if (line.contains(" running")) {
          running.complete(null);
        }
      }
    } catch (IOException e) {
      running.completeExceptionally(new UncheckedIOException(e));
    }
    running.completeExceptionally(new IllegalStateException("mosquitto ended: " + all));
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
