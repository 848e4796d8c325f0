package io.edgeveil.broker;

/** A certificate of our authority that does not let its holder in; the message says why. */
public final class CertificateRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean countedOnce;

  CertificateRefusedException(String message, boolean countedOnce) {
    super(message);
    this.countedOnce = countedOnce;
  }

  /** Whether it was good before and has been taken out of use. */
  boolean countedOnce() {
    return countedOnce;
  }
}
