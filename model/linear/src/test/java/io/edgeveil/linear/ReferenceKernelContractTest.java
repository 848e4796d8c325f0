package io.edgeveil.linear;

/** The contract, kept by the definition itself. */
class ReferenceKernelContractTest extends KernelContractTest {
  @Override
  LinearKernel load() {
    return new ReferenceKernel();
  }
}
