package io.edgeveil.linear;

import io.edgeveil.core.modulus.Modulus;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/** Some output channels of a layer: the sum of parts that each read some input channels. */
final class OneDnnSum implements AutoCloseable {
  private static final long ALIGNMENT = 64;

  private final List<OneDnnPart> parts;
  private final int firstOutput;
  private final int outputs;
  private final int pixels;
  private final LimbWidth limbs;
  private final Recombination recombination;

  /**
   * Takes over the parts.
   *
   * @param whole the rectangle that the parts are cut from
   */
  OneDnnSum(Cut whole, List<OneDnnPart> parts, LimbWidth limbs, Modulus modulus) {
    long greatest = parts.stream().mapToLong(part -> part.range().greatest()).max().orElseThrow();
    this.parts = List.copyOf(parts);
    this.firstOutput = whole.firstOutput();
    this.outputs = whole.geometry().outputChannels();
    this.pixels = whole.geometry().outputPixels();
    this.limbs = limbs;
    this.recombination = new Recombination(modulus, limbs, parts.size(), greatest);
  }

  List<OneDnnPart> parts() {
    return parts;
  }

  /**
   * Computes these output channels.
   *
   * @param words limbs of the input tensors, {@code tensorBytes} from one to the next; read
   * @param results output tensors of {@code resultLength} elements, from {@code at} on; only these
   *     channels are overwritten
   */
  void multiply(
      boolean several,
      int tensors,
      BytePointer words,
      long tensorBytes,
      int[] results,
      int at,
      int resultLength,
      OneDnnWorkspace workspace) {
    long partBytes = 0;
    for (OneDnnPart part : parts) {
      partBytes = Math.max(partBytes, part.destinationBytes(several));
    }
    partBytes = (partBytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    BytePointer destination = workspace.destination.atLeast(partBytes * parts.size());
    for (int i = 0; i < parts.size(); i++) {
      parts
          .get(i)
          .multiply(
              several,
              tensors,
              words,
              tensorBytes,
              destination.getPointer(i * partBytes),
              workspace);
    }
    for (int t = 0; t < tensors; t++) {
      long tensor = (long) t * limbs.count() * pixels * outputs;
      recombine(destination, tensor, partBytes / 4, results, at + t * resultLength, workspace);
    }
  }

  /** From {@code [limbs, pixels, outputs]} to {@code [outputs, pixels]} residues. */
  private void recombine(
      BytePointer products,
      long tensor,
      long partLength,
      int[] results,
      int at,
      OneDnnWorkspace workspace) {
    // With one pixel both orders are the same: cut along the outputs instead.
    int rows = pixels == 1 ? outputs : pixels;
    int columns = pixels == 1 ? 1 : outputs;
    int rowsAtOnce = Math.max(1, OneDnnWorkspace.BLOCK / columns);
    long plane = (long) rows * columns;
    workspace.reserve(rowsAtOnce * columns);
    for (int row = 0; row < rows; row += rowsAtOnce) {
      int height = Math.min(rowsAtOnce, rows - row);
      int length = height * columns;
      workspace.clearSums(length, recombination.fitsInt());
      for (int limb = 0; limb < limbs.count(); limb++) {
        for (int part = 0; part < parts.size(); part++) {
          long from = part * partLength + tensor + limb * plane + (long) row * columns;
          NativeBuffer.copyInts(products, from, workspace.products, length);
          if (recombination.fitsInt()) {
            recombination.add(limb, workspace.products, length, workspace.residues);
          } else {
            recombination.add(limb, workspace.products, length, workspace.sums);
          }
        }
      }
      if (recombination.fitsInt()) {
        recombination.reduce(workspace.residues, length);
      } else {
        recombination.reduce(workspace.sums, length, workspace.residues);
      }
      int target = at + firstOutput * pixels + row;
      for (int column = 0; column < columns; column++) {
        for (int r = 0; r < height; r++) {
          results[target + column * rows + r] = workspace.residues[r * columns + column];
        }
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
