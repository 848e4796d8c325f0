package io.edgeveil.linear;

/**
 * A kernel and why it is this one.
 *
 * @param kernel ready to prepare layers
 * @param reason one clause for the log
 */
public record KernelChoice(LinearKernel kernel, String reason) {

  /** One line for the log: kernel, instruction set, limbs, why. */
  @Override
  public String toString() {
    return "Linear layers by " + kernel.name() + " (" + kernel.description() + "): " + reason;
  }
}
