package io.edgeveil.gateway.app;

import java.util.Arrays;
import java.util.List;

/** The program {@code edgeveil-gateway.jar}. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    List<String> given = Arrays.asList(args);
    boolean outputIsForPrograms = given.contains("--json") || given.contains("--archive");
    Logging.start(outputIsForPrograms);
    System.exit(GatewayCommand.runInstalled(args));
  }
}
