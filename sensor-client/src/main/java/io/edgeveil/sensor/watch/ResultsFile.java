package io.edgeveil.sensor.watch;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that gets a line of JSON for each report. It is opened for each line, so it may be moved
 * away or cut at any time (logrotate, with or without {@code copytruncate}); a new one can be read
 * by its owner alone. With a limit of size it turns itself: {@code FILE} becomes {@code FILE.1},
 * that {@code FILE.2}, and so on.
 */
public final class ResultsFile implements ReportSink {
  private final Path file;
  private final long maxBytes;
  private final int keep;

  /**
   * A file that need not be there yet.
   *
   * @param maxBytes of a file, before it is turned; 0: never
   * @param keep how many turned files stay, at least 1
   * @throws IOException if the file cannot be written
   */
  public ResultsFile(Path file, long maxBytes, int keep) throws IOException {
    this.file = file;
    this.maxBytes = maxBytes;
    this.keep = keep;
    append(new byte[0]);
  }

  @Override
  public void tell(Report report) throws IOException {
    byte[] line = (ReportLine.of(report).json() + "\n").getBytes(StandardCharsets.UTF_8);
    if (maxBytes > 0 && Files.exists(file) && Files.size(file) + line.length > maxBytes) {
      turn();
    }
    append(line);
  }

  private void append(byte[] line) throws IOException {
    createPrivate();
    // a stream of this kind writes on when the thread is interrupted
    try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
      out.write(line);
    } catch (IOException e) {
      throw new IOException("results cannot be written to " + file + ": " + e.getMessage(), e);
    }
  }

  private void createPrivate() throws IOException {
    if (Files.exists(file) || File.separatorChar != '/') {
      return;
    }
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // logrotate was faster: as good
    }
  }

  private void turn() throws IOException {
    for (int i = keep - 1; i >= 1; i--) {
      if (Files.exists(turned(i))) {
        Files.move(turned(i), turned(i + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(file, turned(1), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path turned(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }
}
