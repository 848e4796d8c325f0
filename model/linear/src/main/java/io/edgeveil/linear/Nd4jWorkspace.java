package io.edgeveil.linear;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Matrices that one evaluation needs besides the weights. Reused, by one thread at a time. */
final class Nd4jWorkspace {
  final Room patches = new Room();
  final Room products = new Room();

  /** A column-major matrix outside the heap with its copy on the heap; grows as asked. */
  static final class Room {
    private DataBuffer buffer;
    private double[] copy = {};

    /** The array on the heap. */
    double[] array(int length) {
      if (copy.length < length) {
        copy = new double[length];
        if (buffer != null) {
          buffer.close();
        }
        buffer = Nd4j.createBuffer(DataType.DOUBLE, length, false);
      }
      return copy;
    }

    /** A view of the memory outside the heap; closing it would free the room. */
    INDArray matrix(int rows, int columns) {
      return Nd4j.create(
          buffer, new long[] {rows, columns}, new long[] {1, rows}, 0, 'f', DataType.DOUBLE);
    }

    void close() {
      if (buffer != null) {
        buffer.close();
      }
    }

    void copyOut(int length) {
      ((DoublePointer) buffer.pointer()).position(0).put(copy, 0, length);
    }

    void copyIn(int length) {
      ((DoublePointer) buffer.pointer()).position(0).get(copy, 0, length);
    }
  }

  /** Keeps as many workspaces as the machine has processors. */
  static final class Pool {
    private final BlockingQueue<Nd4jWorkspace> idle =
        new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    Nd4jWorkspace borrow() {
      Nd4jWorkspace workspace = idle.poll();
      return workspace != null ? workspace : new Nd4jWorkspace();
    }

    void giveBack(Nd4jWorkspace workspace) {
      if (!idle.offer(workspace)) {
        workspace.patches.close();
        workspace.products.close();
      }
    }
  }
}
