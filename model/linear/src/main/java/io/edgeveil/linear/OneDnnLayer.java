package io.edgeveil.linear;

import io.edgeveil.core.layer.LinearOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A layer laid out for oneDNN: split into limbs, multiply, recombine modulo p. The first is done
 * once a call, the rest in pieces, each some output channels, that a {@link Crew} shares.
 */
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
  private final List<OneDnnInput> inputs;
  private final List<OneDnnSum> sums;
  private final int excess;
  private final long leastProducts;
  private final OneDnnWorkspace.Pool workspaces;
  private final int[] sizes; // tensors of a call, growing from 1
  private volatile Many many = Many.UNTRIED;

  private OneDnnLayer(
      OneDnn oneDnn,
      LinearOperation layer,
      LimbWidth limbs,
      List<OneDnnInput> inputs,
      List<OneDnnSum> sums,
      int excess,
      long leastProducts,
      OneDnnWorkspace.Pool workspaces) {
    this.oneDnn = oneDnn;
    this.layer = layer;
    this.limbs = limbs;
    this.inputs = List.copyOf(inputs);
    this.sums = List.copyOf(sums);
    this.excess = excess;
    this.leastProducts = leastProducts;
    this.workspaces = workspaces;
    long tensorBytes =
        limbs.count() * (layer.input().elements() + 4L * layer.outputShape().elements());
    int most = (int) Math.max(1, Math.min(MOST_TENSORS, BATCH_BYTES / tensorBytes));
    if (Geometry.of(layer).isMatrix()) {
      this.sizes = new int[] {1, MOST_TENSORS / 4, MOST_TENSORS};
    } else {
      this.sizes = most == 1 ? new int[] {1} : new int[] {1, most};
    }
  }

  /** Makes the primitives of a layer; what it made is closed when it cannot make all. */
  static final class Builder {
    private final OneDnn oneDnn;
    private final LinearOperation layer;
    private final LimbWidth limbs;
    private final long leastProducts;
    private final OneDnnWorkspace workspace;
    private final List<OneDnnInput> inputs = new ArrayList<>();
    private final List<OneDnnSum> sums = new ArrayList<>();
    private final List<OneDnnPart> parts = new ArrayList<>();

    /**
     * Of a layer.
     *
     * @param leastProducts of limbs that are worth another thread
     */
    Builder(
        OneDnn oneDnn,
        LinearOperation layer,
        LimbWidth limbs,
        long leastProducts,
        OneDnnWorkspace workspace) {
      this.oneDnn = oneDnn;
      this.layer = layer;
      this.limbs = limbs;
      this.leastProducts = leastProducts;
      this.workspace = workspace;
    }

    /**
     * The layer.
     *
     * @param pieces make up all output channels
     * @param all the weights
     * @param main what of them the primitives multiply
     * @throws LayerRefusedException if oneDNN has no fast and exact primitive for a piece
     */
    OneDnnLayer build(List<Cut> pieces, byte[] all, byte[] main, OneDnnWorkspace.Pool workspaces) {
      Geometry geometry = Geometry.of(layer);
      try {
        int excess = 0;
        for (Cut piece : pieces) {
          Optional<Excess> lacking = all == main ? Optional.empty() : excess(piece, all, main);
          excess += lacking.map(Excess::count).orElse(0);
          for (Cut cut : piece.exactParts(limbs, piece.weights(geometry, main))) {
            byte[] weights = cut.weights(geometry, main);
            parts.add(OneDnnPart.of(oneDnn, cut, limbs, weights, input(cut), workspace));
          }
          sums.add(new OneDnnSum(piece, parts, limbs, layer.modulus(), lacking));
          parts.clear();
        }
        return new OneDnnLayer(
            oneDnn, layer, limbs, inputs, sums, excess, leastProducts, workspaces);
      } catch (LayerRefusedException e) {
        parts.forEach(OneDnnPart::close);
        sums.forEach(OneDnnSum::close);
        inputs.forEach(OneDnnInput::close);
        parts.clear();
        sums.clear();
        inputs.clear();
        throw e;
      }
    }

    private Optional<Excess> excess(Cut piece, byte[] all, byte[] main) {
      return Optional.of(
          Excess.between(
              Geometry.of(layer),
              layer.modulus(),
              all,
              main,
              piece.firstOutput(),
              piece.geometry().outputChannels()));
    }

    /** Number of the input that a cut reads; pieces share them. */
    private int input(Cut cut) {
      for (int i = 0; i < inputs.size(); i++) {
        if (inputs.get(i).isOf(cut)) {
          return i;
        }
      }
      inputs.add(new OneDnnInput(oneDnn, cut, limbs));
      return inputs.size() - 1;
    }
  }

  @Override
  public void multiply(int batch, int[] residues, int[] results) {
    multiply(batch, residues, results, Crew.ALONE);
  }

  @Override
  public void multiply(int batch, int[] residues, int[] results, Crew crew) {
    Weights.requireLengths(layer, batch, residues, results);
    OneDnnWorkspace workspace = workspaces.borrow();
    try {
      int done = 0;
      while (done < batch) {
        int size = sizeFor(batch - done, workspace);
        int tensors = Math.min(sizes[size], batch - done);
        multiply(split(size, tensors, done, residues, workspace), results, workspace, crew);
        done += tensors;
      }
    } finally {
      workspaces.giveBack(workspace);
    }
  }

  /** The size of call that does most of so many tensors with little waste. */
  private int sizeFor(int tensors, OneDnnWorkspace workspace) {
    int size = 0;
    for (int larger = 1; larger < sizes.length; larger++) {
      if (tensors > sizes[larger] / 2) {
        size = larger;
      }
    }
    return size == 0 || canDoMany(workspace) ? size : 0;
  }

  /** Splits tensors into limbs, into the memory of the workspace. */
  private OneDnnCall split(
      int size, int tensors, int first, int[] residues, OneDnnWorkspace workspace) {
    int in = layer.input().elements();
    int wordsIn = in * limbs.words();
    BytePointer words = workspace.words.atLeast(4L * wordsIn * tensors);
    for (int t = 0; t < tensors; t++) {
      limbs.split(residues, (first + t) * in, in, workspace, (long) t * wordsIn);
    }
    long bytes = 0;
    for (OneDnnInput input : inputs) {
      bytes += input.roomBytes() * sizes[size];
    }
    BytePointer all = workspace.source.atLeast(bytes);
    List<BytePointer> sources = new ArrayList<>(inputs.size());
    long at = 0;
    for (OneDnnInput input : inputs) {
      BytePointer source = all.getPointer(at);
      input.split(tensors, words, 4L * wordsIn, source, workspace);
      sources.add(source);
      at += input.roomBytes() * sizes[size];
    }
    return new OneDnnCall(
        size, tensors, first, residues, in, layer.outputShape().elements(), sources);
  }

  private void multiply(OneDnnCall call, int[] results, OneDnnWorkspace workspace, Crew crew) {
    if (sums.size() > 1 && isWorthSharing(call.tensors()) && crew.hands() > 1) {
      crew.run(sums.size(), piece -> multiply(sums.get(piece), call, results));
      return;
    }
    for (OneDnnSum sum : sums) {
      sum.multiply(call, results, workspace);
    }
  }

  private boolean isWorthSharing(int tensors) {
    return (long) tensors * limbs.count() * Geometry.of(layer).operations() >= 2 * leastProducts;
  }

  /** One piece, by whichever thread this is. */
  private void multiply(OneDnnSum sum, OneDnnCall call, int[] results) {
    OneDnnWorkspace own = workspaces.borrow();
    try {
      sum.multiply(call, results, own);
    } finally {
      workspaces.giveBack(own);
    }
  }

  /** Makes the primitives for several tensors when they are first wanted. */
  private boolean canDoMany(OneDnnWorkspace workspace) {
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
          for (int size = 1; size < sizes.length; size++) {
            part.prepareFor(oneDnn, sizes[size], workspace);
          }
        }
      }
      return Many.READY;
    } catch (LayerRefusedException e) {
      LOG.warn("Tensors of this layer are computed one by one: {}", e.getMessage());
      return Many.REFUSED;
    }
  }

  @Override
  public int batch() {
    return many == Many.REFUSED ? 1 : sizes[sizes.length - 1];
  }

  @Override
  public String description() {
    Set<String> implementations = new TreeSet<>();
    int parts = 1;
    for (OneDnnSum sum : sums) {
      parts = Math.max(parts, sum.parts().size());
      for (OneDnnPart part : sum.parts()) {
        implementations.add(part.implementation());
      }
    }
    return OneDnnKernel.NAME
        + " "
        + String.join(", ", implementations)
        + ", "
        + limbs
        + (sums.size() == 1 ? "" : ", " + sums.size() + " pieces")
        + (parts == 1 ? "" : ", " + parts + " parts")
        + (excess == 0 ? "" : ", " + excess + " weights in excess");
  }

  @Override
  public void close() {
    sums.forEach(OneDnnSum::close);
    inputs.forEach(OneDnnInput::close);
  }
}
