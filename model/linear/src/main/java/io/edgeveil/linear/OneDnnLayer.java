package io.edgeveil.linear;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.modulus.Modulus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A layer laid out for oneDNN: split into limbs, multiply, recombine modulo p. */
final class OneDnnLayer implements PreparedLayer {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnnLayer.class);

  /** Most tensors that one call of a primitive works on. */
  private static final int MOST_TENSORS = 16;

  /** Limbs and products of such a call stay near this many bytes, except for single tensors. */
  private static final long BATCH_BYTES = 4L << 20;

  private enum Many {
    UNTRIED,
    READY,
    REFUSED
  }

  private final OneDnn oneDnn;
  private final LinearOperation layer;
  private final LimbWidth limbs;
  private final List<OneDnnSum> sums;
  private final Optional<Excess> excess;
  private final OneDnnWorkspace.Pool workspaces;
  private final int mostTensors;
  private volatile Many many = Many.UNTRIED;

  /**
   * Takes over the sums.
   *
   * @param excess what the weights of the sums lack, if anything
   */
  OneDnnLayer(
      OneDnn oneDnn,
      LinearOperation layer,
      LimbWidth limbs,
      List<OneDnnSum> sums,
      Optional<Excess> excess,
      OneDnnWorkspace.Pool workspaces) {
    this.oneDnn = oneDnn;
    this.layer = layer;
    this.limbs = limbs;
    this.sums = List.copyOf(sums);
    this.excess = excess;
    this.workspaces = workspaces;
    long tensorBytes =
        limbs.count() * (layer.input().elements() + 4L * layer.outputShape().elements());
    this.mostTensors =
        Geometry.of(layer).isMatrix()
            ? MOST_TENSORS
            : (int) Math.max(1, Math.min(MOST_TENSORS, BATCH_BYTES / tensorBytes));
  }

  @Override
  public void multiply(int batch, int[] residues, int[] results) {
    Weights.requireLengths(layer, batch, residues, results);
    OneDnnWorkspace workspace = workspaces.borrow();
    try {
      int done = 0;
      while (done < batch) {
        boolean several = batch - done > mostTensors / 2 && canDoMany(workspace);
        int count = several ? Math.min(mostTensors, batch - done) : 1;
        multiply(several, done, count, residues, results, workspace);
        done += count;
      }
    } finally {
      workspaces.giveBack(workspace);
    }
  }

  private void multiply(
      boolean several,
      int first,
      int tensors,
      int[] residues,
      int[] results,
      OneDnnWorkspace workspace) {
    int in = layer.input().elements();
    int out = layer.outputShape().elements();
    int wordsIn = in * limbs.words();
    BytePointer words = workspace.words.atLeast(4L * wordsIn * tensors);
    int[] split = workspace.splitWords(wordsIn);
    for (int t = 0; t < tensors; t++) {
      limbs.split(residues, (first + t) * in, in, split);
      new IntPointer(words).position((long) t * wordsIn).put(split, 0, wordsIn);
    }
    for (OneDnnSum sum : sums) {
      sum.multiply(several, tensors, words, 4L * wordsIn, results, first * out, out, workspace);
    }
    if (excess.isPresent()) {
      Modulus modulus = layer.quantisation().modulus();
      workspace.reserve(out / layer.outputChannels());
      for (int t = first; t < first + tensors; t++) {
        excess.get().add(modulus, residues, t * in, results, t * out, workspace.sums);
      }
    }
  }

  /** Makes the primitives for several tensors when they are first wanted. */
  private boolean canDoMany(OneDnnWorkspace workspace) {
    if (mostTensors == 1) {
      return false;
    }
    if (many == Many.UNTRIED) {
      synchronized (this) {
        if (many == Many.UNTRIED) {
          many = prepareMany(workspace);
        }
      }
    }
    return many == Many.READY;
  }

  private Many prepareMany(OneDnnWorkspace workspace) {
    try {
      for (OneDnnSum sum : sums) {
        for (OneDnnPart part : sum.parts()) {
          part.prepareMany(oneDnn, mostTensors, workspace);
        }
      }
      return Many.READY;
    } catch (LayerRefusedException e) {
      LOG.warn("Tensors of this layer are computed one by one: {}", e.getMessage());
      return Many.REFUSED;
    }
  }

  @Override
  public String description() {
    Set<String> implementations = new TreeSet<>();
    int parts = 0;
    for (OneDnnSum sum : sums) {
      for (OneDnnPart part : sum.parts()) {
        implementations.add(part.implementation());
        parts++;
      }
    }
    return OneDnnKernel.NAME
        + " "
        + String.join(", ", implementations)
        + ", "
        + limbs
        + (parts == 1 ? "" : ", " + parts + " parts")
        + excess.map(e -> ", " + e.count() + " weights in excess").orElse("");
  }

  @Override
  public void close() {
    for (OneDnnSum sum : sums) {
      sum.close();
    }
  }
}
