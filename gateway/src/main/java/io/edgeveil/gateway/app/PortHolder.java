package io.edgeveil.gateway.app;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The process that listens at a TCP port, as far as Linux tells this user.
 *
 * @param process its number
 * @param name of its program
 * @param isGateway whether it is an edgeveil-gateway
 */
record PortHolder(long process, String name, boolean isGateway) {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENS = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  static Optional<PortHolder> of(int port) throws IOException {
    for (String table : List.of("net/tcp", "net/tcp6")) {
      Path file = PROC.resolve(table);
      for (String line : Files.isReadable(file) ? Files.readAllLines(file) : List.<String>of()) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields.length > INODE
            && fields[STATE].equals(LISTENS)
            && fields[LOCAL_ADDRESS].endsWith(String.format(Locale.ROOT, ":%04X", port))) {
          Optional<PortHolder> holder = withSocket("socket:[" + fields[INODE] + "]");
          if (holder.isPresent()) {
            return holder;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<PortHolder> withSocket(String socket) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, socket)) {
          String line = Files.readString(process.resolve("cmdline"));
          return Optional.of(
              new PortHolder(
                  Long.parseLong(process.getFileName().toString()),
                  Files.readString(process.resolve("comm")).strip(),
                  line.contains("edgeveil-gateway.jar")
                      || line.contains("edgeveil.gateway.app.Main")));
        }
      }
    }
    return Optional.empty();
  }

  /** Other users' processes are closed to us, and some end meanwhile: those are not found. */
  private static boolean holds(Path process, String socket) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (Files.readSymbolicLink(file).toString().equals(socket)) {
          return true;
        }
      }
      return false;
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return false;
    }
  }
}
