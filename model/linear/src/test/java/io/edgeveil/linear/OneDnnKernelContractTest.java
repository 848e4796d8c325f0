package io.edgeveil.linear;

/** The contract, kept by oneDNN. */
class OneDnnKernelContractTest extends KernelContractTest {
  @Override
  LinearKernel load() throws KernelUnavailableException {
    return OneDnnKernel.load();
  }
}
