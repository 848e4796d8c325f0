package io.edgeveil.broker.client;

/** What would be sent is protected by nothing, and nobody has said that this is wanted. */
public final class UnprotectedException extends BrokerException {

  private static final long serialVersionUID = 1L;

  private UnprotectedException(String message) {
    super(message, null);
  }

  /**
   * Checks that a connection leaves this machine with TLS alone, and that TLS has certificates.
   *
   * @throws UnprotectedException if not
   */
  public static void requireProtected(ConnectionSettings settings) throws UnprotectedException {
    BrokerAddress address = settings.address();
    if (address.isTls() && settings.identity().isEmpty()) {
      throw new UnprotectedException(
          address + " needs certificates: ours, its key, and that of the authority we trust");
    }
    if (!address.isTls() && !address.isLoopback() && !settings.plaintextAnywhere()) {
      throw new UnprotectedException(
          address
              + " is another machine and has no TLS: whoever listens on the way reads the password and may then act"
              + " as this device; use mqtts://, or say --insecure-plaintext");
    }
  }
}
