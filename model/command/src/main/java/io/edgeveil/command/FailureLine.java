package io.edgeveil.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;

/** A failure as one line on standard error: {@code edgeveil-sensor: no file a.png}. */
public final class FailureLine {
  private FailureLine() {}

  /** Prints it. */
  public static void print(CommandLine command, String text) {
    command.getErr().println(command.getCommandSpec().root().name() + ": " + oneLine(text));
    command.getErr().flush();
  }

  /**
   * The text without line breaks, and with a question mark for each character that is a command to
   * a terminal (controls, directions of writing): it may quote what a stranger sent.
   */
  public static String oneLine(String text) {
    return text == null
        ? "no details"
        : text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cc}|\\p{Cf}", "?");
  }

  /**
   * What is wrong with the name of a file. Where the system's language is C, as services are often
   * started, Java can name none beyond ASCII.
   */
  public static String of(InvalidPathException e) {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    return encoding.equalsIgnoreCase("UTF-8")
        ? e.getMessage()
        : "there can be no file of that name where text is " + encoding + ": LC_ALL=C.UTF-8 helps";
  }

  /** What is wrong with a file or a stream: Java's own message is often a bare file name. */
  public static String of(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return "no file " + missing.getFile();
    }
    if (e instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is there already" + because(exists);
    }
    if (e instanceof FileSystemException file && file.getFile() != null) {
      String kind = e.getClass().getSimpleName().replace("Exception", "");
      return file.getFile() + ": " + (file.getReason() == null ? kind : file.getReason());
    }
    String message = e.getMessage();
    return message == null || message.startsWith("/")
        ? e.getClass().getSimpleName() + " " + message
        : message;
  }

  private static String because(FileSystemException e) {
    return e.getReason() == null ? "" : ": " + e.getReason();
  }
}
