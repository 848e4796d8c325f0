package io.edgeveil.linear;

import io.edgeveil.core.modulus.Modulus;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;

/**
 * Some output channels of a layer: the sum of parts that each read some input channels. Sums of one
 * layer may be computed at the same time, each with a workspace.
 */
final class OneDnnSum implements AutoCloseable {
  private static final long ALIGNMENT = 64;

  private final List<OneDnnPart> parts;
  private final int firstOutput;
  private final int outputs;
  private final int pixels;
  private final LimbWidth limbs;
  private final Recombination recombination;
  private final Optional<Excess> excess;

  /**
   * Takes over the parts.
   *
   * @param whole the rectangle that the parts are cut from
   * @param excess what the weights of the parts lack in these output channels, if anything
   */
  OneDnnSum(
      Cut whole,
      List<OneDnnPart> parts,
      LimbWidth limbs,
      Modulus modulus,
      Optional<Excess> excess) {
    long greatest = parts.stream().mapToLong(part -> part.range().greatest()).max().orElseThrow();
    this.parts = List.copyOf(parts);
    this.firstOutput = whole.firstOutput();
    this.outputs = whole.geometry().outputChannels();
    this.pixels = whole.geometry().outputPixels();
    this.limbs = limbs;
    this.recombination = new Recombination(modulus, limbs, parts.size(), greatest);
    this.excess = excess;
  }

  List<OneDnnPart> parts() {
    return parts;
  }

  /**
   * Computes these output channels of some tensors.
   *
   * @param call the tensors and their limbs; read
   * @param results of all tensors of the call; only these channels are overwritten
   */
  void multiply(OneDnnCall call, int[] results, OneDnnWorkspace workspace) {
    long partBytes = 0;
    for (OneDnnPart part : parts) {
      partBytes = Math.max(partBytes, part.destinationBytes(call.size()));
    }
    partBytes = (partBytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    BytePointer destination = workspace.destination.atLeast(partBytes * parts.size());
    for (int i = 0; i < parts.size(); i++) {
      OneDnnPart part = parts.get(i);
      BytePointer source = call.source(part.input());
      part.multiply(call.size(), source, destination.getPointer(i * partBytes), workspace);
    }
    for (int t = 0; t < call.tensors(); t++) {
      long tensor = (long) t * limbs.count() * pixels * outputs;
      int at = call.resultAt(t);
      recombine(tensor, partBytes / 4, results, at, workspace);
      if (excess.isPresent()) {
        excess.get().add(call.residues(), call.residueAt(t), results, at, workspace.excess);
      }
    }
  }

  /** From {@code [limbs, pixels, outputs]} to {@code [outputs, pixels]} residues. */
  private void recombine(
      long tensor, long partLength, int[] results, int at, OneDnnWorkspace workspace) {
    // With one pixel both orders are the same: cut along the outputs instead.
    int rows = pixels == 1 ? outputs : pixels;
    int columns = pixels == 1 ? 1 : outputs;
    int rowsAtOnce = Math.max(1, OneDnnWorkspace.BLOCK / columns);
    long plane = (long) rows * columns;
    int terms = limbs.count() * parts.size();
    int[][] products = workspace.products(terms, rowsAtOnce * columns);
    int[] residues = workspace.residues(rowsAtOnce * columns);
    for (int row = 0; row < rows; row += rowsAtOnce) {
      int height = Math.min(rowsAtOnce, rows - row);
      int length = height * columns;
      for (int term = 0; term < terms; term++) {
        long part = term / limbs.count() * partLength;
        long from = part + tensor + term % limbs.count() * plane + (long) row * columns;
        workspace.destination.getInts(from, products[term], length);
      }
      recombination.combine(products, length, residues);
      transpose(residues, height, columns, results, at + firstOutput * pixels + row, rows);
    }
  }

  /** From {@code [height, columns]} to columns that lie {@code pitch} apart. */
  private static void transpose(
      int[] block, int height, int columns, int[] results, int to, int pitch) {
    for (int column = 0; column < columns; column++) {
      int target = to + column * pitch;
      for (int r = 0; r < height; r++) {
        results[target + r] = block[r * columns + column];
      }
    }
  }

  @Override
  public void close() {
    for (OneDnnPart part : parts) {
      part.close();
    }
  }
}
