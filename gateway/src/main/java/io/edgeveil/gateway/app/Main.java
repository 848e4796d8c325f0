package io.edgeveil.gateway.app;

import java.util.Arrays;

/** The program {@code edgeveil-gateway.jar}. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    Logging.start(Arrays.asList(args).contains("--json"));
    System.exit(GatewayCommand.run(args));
  }
}
