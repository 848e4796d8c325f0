package io.edgeveil.prepare.app;

import io.edgeveil.linear.KernelUnavailableException;
import io.edgeveil.linear.Kernels;
import io.edgeveil.linear.LinearKernel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --kernel}, of the commands that compute linear layers. */
final class KernelOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--kernel",
      defaultValue = Kernels.AUTO,
      paramLabel = "NAME",
      description = "auto, onednn, nd4j or reference (default: ${DEFAULT-VALUE}).")
  private String name;

  LinearKernel choose() throws KernelUnavailableException {
    try {
      return Kernels.choose(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
