package io.edgeveil.prepare.app;

import io.edgeveil.command.FailureLine;
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
import java.io.IOException;
import java.util.Set;
import picocli.CommandLine;
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

  static int failure(Exception e, CommandLine command, ParseResult result) {
    FailureLine.print(command, describe(e));
    if (System.getProperty("edgeveil.stacktrace") != null) {
      e.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String describe(Exception e) {
    if (EXPECTED.contains(e.getClass()) || e instanceof PadsException) {
      return e.getMessage();
    }
    return e instanceof IOException io
        ? FailureLine.of(io)
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
