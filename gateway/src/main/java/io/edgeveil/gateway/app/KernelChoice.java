package io.edgeveil.gateway.app;

import io.edgeveil.linear.LinearKernel;
import io.edgeveil.linear.ReferenceKernel;

/**
 * The kernel that computes, and why this one.
 *
 * @param reason a phrase for the log
 */
record KernelChoice(LinearKernel kernel, String reason) {

  /**
   * The kernel of this name, or the best one for {@code auto}.
   *
   * @throws StartException if there is no kernel of that name, or it cannot run here
   */
  static KernelChoice of(String name) throws StartException {
    return switch (name) {
      case "auto", "reference" -> new KernelChoice(new ReferenceKernel(), "asked for");
      default ->
          throw new StartException(
              "there is no kernel '" + name + "'; kernels are auto, onednn, nd4j, reference", null);
    };
  }
}
