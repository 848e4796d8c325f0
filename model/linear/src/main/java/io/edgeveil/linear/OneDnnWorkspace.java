package io.edgeveil.linear;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** What one evaluation needs besides the weights. Reused, by one thread at a time. */
final class OneDnnWorkspace implements AutoCloseable {
  /** Elements that one pass of the recombination works on: its arrays stay in the first cache. */
  static final int BLOCK = 2048;

  final OneDnn.Stream stream;
  final NativeBuffer words = new NativeBuffer();
  final NativeBuffer source = new NativeBuffer();
  final NativeBuffer destination = new NativeBuffer();
  final NativeBuffer scratch = new NativeBuffer();
  int[] products = {};
  int[] residues = {};
  long[] sums = {};
  private int[] splitWords = {};

  private OneDnnWorkspace(OneDnn.Stream stream) {
    this.stream = stream;
  }

  int[] splitWords(int length) {
    if (splitWords.length < length) {
      splitWords = new int[length];
    }
    return splitWords;
  }

  /** Makes room for this many elements in the arrays of the recombination. */
  void reserve(int length) {
    if (products.length < length) {
      products = new int[length];
      residues = new int[length];
      sums = new long[length];
    }
  }

  void clearSums(int length, boolean ints) {
    if (ints) {
      Arrays.fill(residues, 0, length, 0);
    } else {
      Arrays.fill(sums, 0, length, 0);
    }
  }

  @Override
  public void close() {
    stream.close();
    words.close();
    source.close();
    destination.close();
    scratch.close();
  }

  /** Keeps as many workspaces as the machine has processors; more are made and thrown away. */
  static final class Pool {
    private final OneDnn oneDnn;
    private final BlockingQueue<OneDnnWorkspace> idle =
        new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    Pool(OneDnn oneDnn) {
      this.oneDnn = oneDnn;
    }

    OneDnnWorkspace borrow() {
      OneDnnWorkspace workspace = idle.poll();
      return workspace != null ? workspace : new OneDnnWorkspace(oneDnn.newStream());
    }

    void giveBack(OneDnnWorkspace workspace) {
      if (!idle.offer(workspace)) {
        workspace.close();
      }
    }
  }
}
