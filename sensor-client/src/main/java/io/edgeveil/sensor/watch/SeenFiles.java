package io.edgeveil.sensor.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The files of a folder that are done and stay there, remembered over restarts: a text file with a
 * line each, time of change in milliseconds, size in bytes and name. A file that changes is a new
 * one. Not forced to the disk: after a power cut a picture may be classified again, with a pad of
 * its own.
 */
final class SeenFiles {
  private static final int SPARE = 100;

  private final Path memory;
  private final Map<String, String> seen = new HashMap<>(); // by name: time and size

  private SeenFiles(Path memory) {
    this.memory = memory;
  }

  /**
   * Reads what there is.
   *
   * @throws IOException if there is something else in its place
   */
  static SeenFiles open(Path memory) throws IOException {
    SeenFiles files = new SeenFiles(memory);
    if (Files.exists(memory)) {
      for (String line : Files.readAllLines(memory, StandardCharsets.UTF_8)) {
        String[] parts = line.split(" ", 3);
        if (parts.length == 3) { // a power cut may have left half a line
          files.seen.put(parts[2], parts[0] + " " + parts[1]);
        }
      }
    }
    return files;
  }

  synchronized boolean contains(FolderScan.Entry entry) {
    return fingerprint(entry).equals(seen.get(name(entry)));
  }

  synchronized void add(FolderScan.Entry entry) throws IOException {
    seen.put(name(entry), fingerprint(entry));
    Files.writeString(
        memory,
        line(name(entry), fingerprint(entry)),
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Forgets what is no longer there once that is the larger part. */
  synchronized void keepWithin(Collection<FolderScan.Entry> present) throws IOException {
    if (seen.size() <= SPARE + 2 * present.size()) {
      return;
    }
    seen.keySet().retainAll(present.stream().map(SeenFiles::name).collect(Collectors.toSet()));
    List<String> lines = new ArrayList<>();
    seen.forEach((name, fingerprint) -> lines.add(line(name, fingerprint)));
    Path fresh = memory.resolveSibling(memory.getFileName() + ".new");
    Files.writeString(fresh, String.join("", lines), StandardCharsets.UTF_8);
    Files.move(fresh, memory, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String name(FolderScan.Entry entry) {
    return entry.file().getFileName().toString().replace('\n', '?');
  }

  private static String fingerprint(FolderScan.Entry entry) {
    return entry.changedMillis() + " " + entry.sizeBytes();
  }

  private static String line(String name, String fingerprint) {
    return fingerprint + " " + name + "\n";
  }
}
