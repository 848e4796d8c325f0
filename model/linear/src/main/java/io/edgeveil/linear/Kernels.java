package io.edgeveil.linear;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the kernel that configuration asks for. */
public final class Kernels {
  /** The name that means: the fastest that runs here. */
  public static final String AUTO = "auto";

  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);

  private Kernels() {}

  /**
   * As {@link #byName}, and logs the choice in one line.
   *
   * @throws KernelUnavailableException if the kernel cannot run here
   */
  public static LinearKernel choose(String name) throws KernelUnavailableException {
    KernelChoice choice = byName(name);
    LOG.info("{}", choice);
    return choice.kernel();
  }

  /**
   * The kernel of this name.
   *
   * @param name {@code onednn}, {@code nd4j} or {@code reference}; or {@code auto}: oneDNN, with
   *     ND4J for layers it refuses, or ND4J alone where oneDNN does not load
   * @throws KernelUnavailableException if a kernel asked for by name cannot run here, or for {@code
   *     auto} neither can; nothing else takes its place
   * @throws IllegalArgumentException if there is no such name
   */
  public static KernelChoice byName(String name) throws KernelUnavailableException {
    return switch (name) {
      case AUTO -> fastest();
      case OneDnnKernel.NAME -> asked(OneDnnKernel.load());
      case Nd4jKernel.NAME -> asked(Nd4jKernel.load());
      case ReferenceKernel.NAME -> asked(new ReferenceKernel());
      default ->
          throw new IllegalArgumentException(
              "kernel must be auto, onednn, nd4j or reference, got " + name);
    };
  }

  private static KernelChoice asked(LinearKernel kernel) {
    return new KernelChoice(kernel, "the configuration names it");
  }

  private static KernelChoice fastest() throws KernelUnavailableException {
    OneDnnKernel oneDnn;
    try {
      oneDnn = OneDnnKernel.load();
    } catch (KernelUnavailableException e) {
      LOG.warn("Passing over oneDNN, the fastest kernel: {}", e.getMessage());
      return new KernelChoice(Nd4jKernel.load(), "oneDNN does not run here");
    }
    return new KernelChoice(new PreferredKernel(oneDnn), "the fastest that runs here");
  }
}
