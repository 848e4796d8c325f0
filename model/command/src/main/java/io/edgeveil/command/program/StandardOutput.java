package io.edgeveil.command.program;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Serial;
import java.io.UncheckedIOException;

/**
 * Standard output that fails at the first write that is lost: {@link PrintStream} keeps that to
 * itself, and a program would go on for nobody.
 */
final class StandardOutput extends OutputStream {

  /** Nobody reads standard output any more, or there is no room for it. */
  static final class LostException extends UncheckedIOException {
    @Serial private static final long serialVersionUID = 1L;

    LostException() {
      super(
          new IOException(
              "standard output takes no more (a closed pipe, a full disk); stopped here"));
    }
  }

  private final PrintStream out;

  StandardOutput(PrintStream out) {
    this.out = out;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    out.write(bytes, from, count);
    flush();
  }

  @Override
  public void flush() {
    if (out.checkError()) { // flushes
      throw new LostException();
    }
  }
}
