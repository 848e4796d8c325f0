package io.edgeveil.linear;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * oneDNN's 8-bit integer convolutions over the limbs of the residues.
 *
 * <p>Exact range: see {@link ExactRange}; a layer beyond it is cut into parts that are within, and
 * refused only where a single input channel is not. Limbs have 8 bits where that makes them fewer
 * and the primitive proves to multiply them exactly ({@link LimbProof}), if need be with a few
 * weights levelled ({@link PairSafeWeights}); else 7 or fewer.
 */
public final class OneDnnKernel implements LinearKernel {
  static final String NAME = "onednn";

  /** A weight in excess costs as much as about a hundred others; a limb less must be worth it. */
  private static final int WEIGHTS_PER_EXCESS = 200;

  /** Limb products of a piece of a layer at least: a tenth of a millisecond's work. */
  private static final long LEAST_PRODUCTS = 1 << 23;

  private static final int LEAST_OUTPUTS = 32;

  private static final Logger LOG = LoggerFactory.getLogger(OneDnnKernel.class);

  private final OneDnn oneDnn;
  private final int mostPieces;
  private final long leastProducts;
  private final OneDnnWorkspace.Pool workspaces;
  private final String description;

  private OneDnnKernel(OneDnn oneDnn, int mostPieces, long leastProducts)
      throws KernelUnavailableException {
    this.oneDnn = oneDnn;
    this.mostPieces = mostPieces;
    this.leastProducts = leastProducts;
    this.workspaces = new OneDnnWorkspace.Pool(oneDnn);
    this.description = oneDnn.description() + ", " + trial();
  }

  /**
   * Loads oneDNN.
   *
   * @throws KernelUnavailableException if it cannot be loaded on this machine, or is slow here
   */
  public static OneDnnKernel load() throws KernelUnavailableException {
    return load(Runtime.getRuntime().availableProcessors(), LEAST_PRODUCTS);
  }

  /** The same, with layers in at most so many pieces of at least so many limb products. */
  static OneDnnKernel load(int mostPieces, long leastProducts) throws KernelUnavailableException {
    try {
      return new OneDnnKernel(OneDnn.load(), mostPieces, leastProducts);
    } catch (LinkageError | RuntimeException e) {
      throw new KernelUnavailableException("oneDNN cannot be loaded: " + e, e);
    }
  }

  /** The trial of {@link LimbProof} on a small layer with the worst weights there are. */
  private String trial() throws KernelUnavailableException {
    Geometry layer = new Geometry(32, 1, 1, 32, 1, Window.square(1, 1, 0));
    byte[] weights = new byte[layer.channels() * layer.outputChannels()];
    Arrays.fill(weights, (byte) 127);
    OneDnnWorkspace workspace = workspaces.borrow();
    try (OneDnn.Product product = oneDnn.product(layer, 1, null)) {
      if (product.isOracle()) {
        throw new KernelUnavailableException("oneDNN has only its reference loops here");
      }
      return LimbProof.holds(product, layer, LimbWidth.of(24, 8), weights, workspace)
          ? "multiplies 8-bit limbs exactly"
          : "8-bit limbs saturate with the worst weights";
    } finally {
      workspaces.giveBack(workspace);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public PreparedLayer prepare(LinearOperation layer, byte[] weights) {
    Weights.requireFit(layer, weights);
    int k = layer.quantisation().modulusBits();
    LimbWidth bytes = LimbWidth.of(k, 8);
    LimbWidth narrow = LimbWidth.of(k, 7);
    OneDnnWorkspace workspace = workspaces.borrow();
    try {
      if (bytes.count() < narrow.count()) {
        Optional<PreparedLayer> prepared = tryBytes(layer, bytes, weights, workspace);
        if (prepared.isPresent()) {
          return prepared.get();
        }
      }
      return prepare(layer, narrow, weights, weights, workspace);
    } finally {
      workspaces.giveBack(workspace);
    }
  }

  /** With 8-bit limbs, if they are exact with these weights, or with all but a few of them. */
  private Optional<PreparedLayer> tryBytes(
      LinearOperation layer, LimbWidth bytes, byte[] weights, OneDnnWorkspace workspace) {
    try {
      return Optional.of(prepare(layer, bytes, weights, weights, workspace));
    } catch (LayerRefusedException e) {
      LOG.debug("Not all weights with {}: {}", bytes, e.getMessage());
    }
    PairSafeWeights safe = PairSafeWeights.of(Geometry.of(layer), weights);
    if (safe.levelled() > weights.length / WEIGHTS_PER_EXCESS) {
      return Optional.empty();
    }
    try {
      return Optional.of(prepare(layer, bytes, weights, safe.main(), workspace));
    } catch (LayerRefusedException e) {
      LOG.debug("Nor pair-safe weights with {}: {}", bytes, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Tries the groups together, then each alone.
   *
   * @param all the weights
   * @param main what of them the primitives multiply: all, or the rest is {@link Excess}
   */
  private PreparedLayer prepare(
      LinearOperation layer, LimbWidth limbs, byte[] all, byte[] main, OneDnnWorkspace workspace) {
    Geometry geometry = Geometry.of(layer);
    OneDnnLayer.Builder builder =
        new OneDnnLayer.Builder(oneDnn, layer, limbs, leastProducts, workspace);
    try {
      return builder.build(pieces(geometry, limbs), all, main, workspaces);
    } catch (LayerRefusedException e) {
      if (geometry.groups() == 1) {
        throw e;
      }
      LOG.debug("Each group alone: {}", e.getMessage());
      return builder.build(Cut.groups(geometry), all, main, workspaces);
    }
  }

  private List<Cut> pieces(Geometry geometry, LimbWidth limbs) {
    long byProducts = limbs.count() * geometry.operations() / leastProducts;
    long byOutputs = geometry.outputChannels() / LEAST_OUTPUTS;
    int pieces = (int) Math.min(mostPieces, Math.min(byProducts, byOutputs));
    return geometry.groups() > 1 || pieces < 2
        ? List.of(Cut.whole(geometry))
        : Cut.outputs(geometry, pieces);
  }
}
