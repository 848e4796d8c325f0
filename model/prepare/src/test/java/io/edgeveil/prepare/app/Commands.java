package io.edgeveil.prepare.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Runs commands in this process and keeps what they print. */
final class Commands {
  /** The networks and pictures that ship with the project. */
  static final Path DEMO = Path.of("src/demo").toAbsolutePath();

  /**
   * What one command did.
   *
   * @param exitCode 0, 1 or 2
   * @param out standard output
   * @param err standard error
   */
  record Outcome(int exitCode, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  private Commands() {}

  static Outcome run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = new String[args.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = args[i].toString();
    }
    int exitCode = ModelCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  /** The folder of networks that stay with the developers, where there is one. */
  static Optional<Path> shared() {
    String named = System.getProperty("edgeveil.shared");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    for (Path place = DEMO; place != null; place = place.getParent()) {
      Path candidate = place.resolveSibling("shared");
      if (Files.exists(candidate.resolve("models/README.md"))) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
