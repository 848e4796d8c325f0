package io.edgeveil.linear;

import io.edgeveil.core.layer.Window;

/** Gathers what the window sees at consecutive output positions, one patch after the other. */
final class Patches {
  private final Geometry geometry;

  Patches(Geometry geometry) {
    this.geometry = geometry;
  }

  /** Elements of a patch of one group: the length of a row of weights. */
  int length() {
    return geometry.rowLength();
  }

  /**
   * Writes patches of centred residues: {@code x} up to p/2 and {@code x - p} above.
   *
   * @param residues read from {@code at}: one input tensor, NCHW
   * @param group which group's channels
   * @param from first output position, row by row
   * @param count how many positions
   * @param patches overwritten: {@code [count, length()]}, starting at patch {@code to}
   */
  void gather(
      int[] residues, int at, int group, int from, int count, int prime, double[] patches, int to) {
    Window w = geometry.window();
    int perGroup = geometry.channels() / geometry.groups();
    int half = prime / 2;
    int outputWidth = geometry.outputWidth();
    int index = to * length();
    for (int position = from; position < from + count; position++) {
      int top = position / outputWidth * w.strideHeight() - w.top();
      int left = position % outputWidth * w.strideWidth() - w.left();
      for (int c = 0; c < perGroup; c++) {
        int plane = at + (group * perGroup + c) * geometry.pixels();
        for (int ky = 0; ky < w.kernelHeight(); ky++) {
          int y = top + ky * w.dilationHeight();
          for (int kx = 0; kx < w.kernelWidth(); kx++) {
            int x = left + kx * w.dilationWidth();
            int residue = 0;
            if (y >= 0 && y < geometry.height() && x >= 0 && x < geometry.width()) {
              residue = residues[plane + y * geometry.width() + x];
            }
            patches[index++] = residue > half ? residue - prime : residue;
          }
        }
      }
    }
  }
}
