package io.edgeveil.linear;

import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * oneDNN's 8-bit integer convolutions over the limbs of the residues.
 *
 * <p>Exact range: see {@link ExactRange}; a layer beyond it is cut into parts that are within, and
 * refused only where a single input channel is not. Limbs have 8 bits where the primitive proves to
 * multiply them exactly ({@link LimbProof}), else 7 or fewer.
 */
public final class OneDnnKernel implements LinearKernel {
  static final String NAME = "onednn";

  private final OneDnn oneDnn;
  private final OneDnnWorkspace.Pool workspaces;
  private final String description;

  private OneDnnKernel(OneDnn oneDnn) throws KernelUnavailableException {
    this.oneDnn = oneDnn;
    this.workspaces = new OneDnnWorkspace.Pool(oneDnn);
    this.description = oneDnn.description() + ", " + trial();
  }

  /**
   * Loads oneDNN.
   *
   * @throws KernelUnavailableException if it cannot be loaded on this machine, or is slow here
   */
  public static OneDnnKernel load() throws KernelUnavailableException {
    try {
      return new OneDnnKernel(OneDnn.load());
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
    Geometry geometry = Geometry.of(layer);
    int k = layer.quantisation().modulusBits();
    LimbWidth few = LimbWidth.of(k, 8);
    LimbWidth many = LimbWidth.of(k, 7);
    OneDnnWorkspace workspace = workspaces.borrow();
    try {
      try {
        return prepare(layer, geometry, few, weights, workspace);
      } catch (LayerRefusedException e) {
        if (many.equals(few)) {
          throw e;
        }
        return prepare(layer, geometry, many, weights, workspace);
      }
    } finally {
      workspaces.giveBack(workspace);
    }
  }

  /** Tries the groups together, then each alone. */
  private PreparedLayer prepare(
      LinearOperation layer,
      Geometry geometry,
      LimbWidth limbs,
      byte[] weights,
      OneDnnWorkspace workspace) {
    List<OneDnnSum> sums;
    try {
      sums = sums(layer, List.of(Cut.whole(geometry)), limbs, weights, workspace);
    } catch (LayerRefusedException e) {
      if (geometry.groups() == 1) {
        throw e;
      }
      sums = sums(layer, Cut.groups(geometry), limbs, weights, workspace);
    }
    return new OneDnnLayer(oneDnn, layer, limbs, sums, workspaces);
  }

  private List<OneDnnSum> sums(
      LinearOperation layer,
      List<Cut> wholes,
      LimbWidth limbs,
      byte[] weights,
      OneDnnWorkspace workspace) {
    Geometry geometry = Geometry.of(layer);
    List<OneDnnSum> sums = new ArrayList<>();
    List<OneDnnPart> parts = new ArrayList<>();
    try {
      for (Cut whole : wholes) {
        byte[] own = whole.weights(geometry, weights);
        parts.clear();
        for (Cut cut : whole.exactParts(limbs, own)) {
          parts.add(OneDnnPart.of(oneDnn, cut, limbs, cut.weights(geometry, weights), workspace));
        }
        sums.add(new OneDnnSum(whole, parts, limbs, layer.quantisation().modulus()));
      }
      return sums;
    } catch (LayerRefusedException e) {
      parts.forEach(OneDnnPart::close);
      sums.forEach(OneDnnSum::close);
      throw e;
    }
  }
}
