package io.edgeveil.prepare.app;

import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.json.JsonFormatException;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.network.NetworkException;
import io.edgeveil.linear.KernelUnavailableException;
import io.edgeveil.linear.LayerRefusedException;
import io.edgeveil.pads.PadsException;
import io.edgeveil.prepare.onnx.OnnxException;
import io.edgeveil.prepare.picture.PictureFolderException;
import io.edgeveil.prepare.quantise.QuantisationException;
import io.edgeveil.prepare.verify.VerificationException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** From exceptions to one line on standard error and an exit code. */
final class Failures {
  /** Exceptions whose message says all there is to say. */
  private static final Set<Class<? extends Exception>> EXPECTED =
      Set.of(
          BundleFormatException.class,
          JsonFormatException.class,
          KernelUnavailableException.class,
          LayerRefusedException.class,
          NetworkException.class,
          OnnxException.class,
          PictureException.class,
          PictureFolderException.class,
          QuantisationException.class,
          RefusedException.class,
          VerificationException.class);

  private Failures() {}

  static int badUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + oneLine(e.getMessage()) + " (see " + name + " --help)");
    return CommandLine.ExitCode.USAGE;
  }

  static int failure(Exception e, CommandLine command, ParseResult result) {
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + describe(e));
    if (System.getProperty("edgeveil.stacktrace") != null) {
      e.printStackTrace(err);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String describe(Exception e) {
    if (EXPECTED.contains(e.getClass())) {
      return oneLine(e.getMessage());
    }
    if (e instanceof PadsException) {
      return oneLine(e.getMessage());
    }
    if (e instanceof NoSuchFileException) {
      return "no file " + e.getMessage();
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is there already" + because(exists.getReason());
    }
    if (e instanceof AccessDeniedException) {
      return "no permission for " + e.getMessage();
    }
    return oneLine(e.getClass().getSimpleName() + ": " + e.getMessage());
  }

  private static String because(String reason) {
    return reason == null ? "" : ": " + reason;
  }

  private static String oneLine(String message) {
    return message == null ? "no details" : message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
