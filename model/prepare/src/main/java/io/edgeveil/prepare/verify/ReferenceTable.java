package io.edgeveil.prepare.verify;

import io.edgeveil.core.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A CSV of earlier float outputs: {@code file,label,logit0,logit1,…}, label empty if unknown. */
public final class ReferenceTable implements FloatReference {
  private static final long MAX_BYTES = 256L << 20;
  private static final String HEADER = "file,label,logit0";

  private static final class Row {
    final int label;
    final float[] output;

    Row(int label, float[] output) {
      this.label = label;
      this.output = output;
    }
  }

  private final Path file;
  private final Map<String, Row> rows = new HashMap<>();

  private ReferenceTable(Path file) {
    this.file = file;
  }

  /**
   * Reads a table.
   *
   * @throws VerificationException naming the line, if it is no such table
   */
  public static ReferenceTable read(Path file) throws IOException, VerificationException {
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      throw new VerificationException(file + " is no file of at most " + MAX_BYTES + " bytes");
    }
    ReferenceTable table = new ReferenceTable(file);
    List<String> lines =
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty() || !lines.get(0).startsWith(HEADER)) {
      throw new VerificationException(file + " does not start with " + HEADER + ",…");
    }
    for (int i = 1; i < lines.size(); i++) {
      table.add(lines.get(i), i + 1);
    }
    return table;
  }

  private void add(String line, int number) throws VerificationException {
    String[] cells = line.split(",", -1);
    if (cells.length < 3) {
      throw new VerificationException(file + " line " + number + ": wants file, label and logits");
    }
    try {
      float[] output = new float[cells.length - 2];
      for (int i = 0; i < output.length; i++) {
        output[i] = Float.parseFloat(cells[i + 2]);
      }
      int label = cells[1].isBlank() ? -1 : Integer.parseInt(cells[1].strip());
      rows.put(cells[0].strip(), new Row(label, output));
    } catch (NumberFormatException e) {
      throw new VerificationException(file + " line " + number + ": not a number", e);
    }
  }

  @Override
  public float[] output(Path picture, Tensor input) throws VerificationException {
    Row row = rows.get(picture.getFileName().toString());
    if (row == null) {
      throw new VerificationException(file + " has no line for " + picture.getFileName());
    }
    return row.output;
  }

  @Override
  public int label(Path picture) {
    Row row = rows.get(picture.getFileName().toString());
    return row == null ? -1 : row.label;
  }

  @Override
  public void close() {}
}
