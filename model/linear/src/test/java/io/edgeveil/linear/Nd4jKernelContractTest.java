package io.edgeveil.linear;

/** The contract, kept by ND4J. */
class Nd4jKernelContractTest extends KernelContractTest {
  @Override
  LinearKernel load() throws KernelUnavailableException {
    return Nd4jKernel.load();
  }
}
