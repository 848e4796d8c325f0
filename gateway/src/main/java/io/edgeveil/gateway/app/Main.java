package io.edgeveil.gateway.app;

import io.edgeveil.command.memory.HeapDumps;
import io.edgeveil.command.memory.OutOfMemory;
import java.util.Arrays;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The program {@code edgeveil-gateway.jar}. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    List<String> given = Arrays.asList(args);
    boolean outputIsForPrograms = given.contains("--json") || given.contains("--archive");
    Logging.start(outputIsForPrograms);
    OutOfMemory.endsThisProcess();
    for (String option : HeapDumps.turnOff()) {
      LoggerFactory.getLogger(Main.class)
          .warn("{} is turned off: a heap dump would hold passwords, keys and seeds", option);
    }
    System.exit(GatewayCommand.runInstalled(args));
  }
}
