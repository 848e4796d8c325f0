package io.edgeveil.broker.client;

/**
 * Something between us and the broker went wrong; the message is one line fit for the person at the
 * terminal.
 */
public abstract sealed class BrokerException extends Exception
    permits BrokerUnreachableException,
        AccessRefusedException,
        RefusedException,
        ConnectionLostException,
        BrokerTimeoutException,
        UnprotectedException,
        UntrustedException {

  private static final long serialVersionUID = 1L;

  BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
