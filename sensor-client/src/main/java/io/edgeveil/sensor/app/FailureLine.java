package io.edgeveil.sensor.app;

import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.pads.PadsException;
import io.edgeveil.sensor.inference.InferenceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** A failure as one line on stderr, and exit code 1. */
final class FailureLine implements IExecutionExceptionHandler {
  static final String PREFIX = "edgeveil-sensor: ";

  private static final Logger LOG = LoggerFactory.getLogger(FailureLine.class);

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
    LOG.debug("failed", failure);
    line.getErr().println(PREFIX + oneLine(text(failure)));
    return CommandLine.ExitCode.SOFTWARE;
  }

  static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
  }

  /** What to tell the user. */
  static String text(Exception failure) {
    if (failure instanceof InferenceException
        || failure instanceof PadsException
        || failure instanceof PictureException
        || failure instanceof BundleFormatException) {
      return failure.getMessage();
    }
    if (failure instanceof NoSuchFileException missing) {
      return "no file " + missing.getFile();
    }
    if (failure instanceof AccessDeniedException denied) {
      return "no permission to use " + denied.getFile();
    }
    if (failure instanceof FileSystemException || failure instanceof InterruptedException) {
      return String.valueOf(failure.getMessage());
    }
    if (failure instanceof IOException) {
      return "reading or writing failed: " + failure.getMessage();
    }
    return "unexpected " + failure + "; --log-level debug shows where";
  }
}
