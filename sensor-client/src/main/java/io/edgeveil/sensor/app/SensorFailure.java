package io.edgeveil.sensor.app;

import io.edgeveil.command.FailureLine;
import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.pads.PadsException;
import io.edgeveil.sensor.inference.InferenceException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What becomes of a failure: a line on stderr, and exit code 1. */
final class SensorFailure implements IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SensorFailure.class);

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
    LOG.debug("failed", failure);
    FailureLine.print(line, text(failure));
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** What to tell the user. */
  static String text(Exception failure) {
    if (failure instanceof InferenceException
        || failure instanceof PadsException
        || failure instanceof PictureException
        || failure instanceof BundleFormatException
        || failure instanceof InterruptedException) {
      return failure.getMessage();
    }
    if (failure instanceof IOException io) {
      return FailureLine.of(io);
    }
    return "unexpected " + failure + "; --log-level debug shows where";
  }
}
