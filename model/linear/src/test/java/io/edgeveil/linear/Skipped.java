package io.edgeveil.linear;

import org.junit.jupiter.api.Assumptions;

/** Skips a test so that whoever reads the build's output learns of it. */
final class Skipped {
  private Skipped() {}

  static void because(String what, KernelUnavailableException e) {
    String reason = what + ": " + e.getMessage();
    System.out.println("SKIPPED: " + reason);
    Assumptions.abort(reason);
  }
}
