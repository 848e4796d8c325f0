package io.edgeveil.broker;

import java.io.IOException;

/**
 * The accounts file is not what it should be: a line that makes no sense, or readable by others.
 */
public final class AccountsFileException extends IOException {

  private static final long serialVersionUID = 1L;

  AccountsFileException(String message) {
    super(message);
  }
}
