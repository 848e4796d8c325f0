package io.edgeveil.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One of the product's jars, run as a user would run it: {@code java -jar …}, in a process of its
 * own.
 */
final class Program {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Path jar;
  private final Path workingDirectory;

  /**
   * A program.
   *
   * @param name of the jar without its ending
   * @param target directory of the jar
   */
  Program(String name, Path target, Path workingDirectory) {
    this.name = name;
    this.jar = target.resolve(name + ".jar");
    this.workingDirectory = workingDirectory;
  }

  /** The command line as a user would type it. */
  String shown(List<String> arguments) {
    return name + " " + String.join(" ", arguments);
  }

  /** Starts it; its standard output goes to the caller. */
  Process start(List<String> arguments, ProcessBuilder.Redirect errors) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .directory(workingDirectory.toFile())
        .redirectError(errors)
        .start();
  }

  /**
   * Runs it to its end.
   *
   * @param object called with every JSON object it prints, as it comes
   * @throws DemoFailedException if it ends with another code than 0
   */
  void run(List<String> arguments, Consumer<JsonNode> object)
      throws IOException, InterruptedException, DemoFailedException {
    Process process = start(arguments, ProcessBuilder.Redirect.INHERIT);
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("{")) {
          object.accept(parse(line));
        }
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new DemoFailedException(shown(arguments) + " ended with " + code);
      }
    } finally {
      process.destroy();
    }
  }

  static JsonNode parse(String line) throws JsonProcessingException {
    return JSON.readTree(line);
  }
}
