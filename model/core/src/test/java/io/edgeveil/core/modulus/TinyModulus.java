package io.edgeveil.core.modulus;

/** The modulus of the README's example, for the tests of other packages. */
public final class TinyModulus {
  private TinyModulus() {}

  /** p = 97. */
  public static Modulus of97() {
    return Modulus.tiny();
  }
}
