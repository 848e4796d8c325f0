package io.edgeveil.linear;

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
  final ExcessRoom excess = new ExcessRoom();
  private int[][] products = {};
  private int[] residues = {};
  private int[] split = {};

  private OneDnnWorkspace(OneDnn.Stream stream) {
    this.stream = stream;
  }

  /** So many arrays of at least this length, for the recombination. */
  int[][] products(int terms, int length) {
    if (products.length < terms || products[0].length < length) {
      products = new int[terms][length];
    }
    return products;
  }

  /** An array of at least this length, for the recombination. */
  int[] residues(int length) {
    if (residues.length < length) {
      residues = new int[length];
    }
    return residues;
  }

  /** An array of at least this length, for the limbs of a block of residues. */
  int[] split(int length) {
    if (split.length < length) {
      split = new int[length];
    }
    return split;
  }

  @Override
  public void close() {
    stream.close();
    words.close();
    source.close();
    destination.close();
    scratch.close();
  }

  /**
   * Keeps twice as many workspaces as the machine has processors, one for a call and one for the
   * piece of it that the same thread computes; more are made and thrown away.
   */
  static final class Pool {
    private final OneDnn oneDnn;
    private final BlockingQueue<OneDnnWorkspace> idle =
        new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    Pool(OneDnn oneDnn) {
      this.oneDnn = oneDnn;
    }

    /** A workspace, and the right to call oneDNN from this thread. */
    OneDnnWorkspace borrow() {
      oneDnn.keepToThisThread();
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
