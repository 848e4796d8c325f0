package io.edgeveil.command.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/** What a program does whose standard output takes two lines and no more. */
class StandardOutputTest {
  private static final String TOLD =
      "counting: standard output takes no more (a closed pipe, a full disk); stopped here\n";

  private final PrintStream before = System.out;
  private final StringWriter err = new StringWriter();

  /** Prints ten numbers. */
  @Command(name = "counting", mixinStandardHelpOptions = true)
  static final class Counting implements Callable<Integer> {
    @Spec private CommandLine.Model.CommandSpec spec;
    private int counted;

    @Override
    public Integer call() {
      for (counted = 0; counted < 10; counted++) {
        spec.commandLine().getOut().println(counted);
      }
      return 0;
    }
  }

  private static final class Room extends OutputStream {
    private int left;

    Room(int lines) {
      left = lines;
    }

    @Override
    public void write(int value) throws IOException {
      if (left == 0) {
        throw new IOException("No space left on device");
      }
      left -= value == '\n' ? 1 : 0;
    }
  }

  @AfterEach
  void giveBack() {
    System.setOut(before);
  }

  private int run(Counting counting, int lines, String... args) {
    System.setOut(new PrintStream(new Room(lines), true, UTF_8));
    Program program = new Program(new CommandLine(counting));
    program.line().setErr(new PrintWriter(err, true));
    return program.run(args);
  }

  @Test
  void theFirstLineThatIsLostEndsTheProgram() {
    Counting counting = new Counting();
    assertThat(run(counting, 2)).isEqualTo(1);
    assertThat(counting.counted).isEqualTo(2);
    assertThat(err).hasToString(TOLD);
    assertThat(run(counting, 10)).isZero();
  }

  @Test
  void soWithHelp() {
    assertThat(run(new Counting(), 0, "--help")).isEqualTo(1);
    assertThat(err).hasToString(TOLD);
  }
}
