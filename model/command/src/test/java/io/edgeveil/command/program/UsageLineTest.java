package io.edgeveil.command.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong usage is a line, and what nobody asked for is not printed back. */
class UsageLineTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list a hunter2             | argument 3: one too many (sample list --help tells more)",
        "serve --models m hunter2   | argument 4: one too many (sample serve --help tells more)",
        "hunter2                    | argument 1: unknown command (sample --help tells more)",
        "lsit                       | argument 1: unknown command; did you mean list? (sample --help tells more)",
        "list --hunter2             | argument 2: unknown option (sample list --help tells more)",
        "list --prot=hunter2        | argument 2: unknown option; did you mean --port? (sample list --help tells more)",
        "list --port                | Missing required parameter for option '--port' (<port>) (sample list --help tells more)",
        "list --port x              | Invalid value for option '--port': 'x' is not an int (sample list --help tells more)",
        "serve                      | Missing required option: '--models=DIR' (sample serve --help tells more)",
      })
  void oneLineWithoutTheArgument(String typed, String wanted) {
    SampleProgram program = new SampleProgram();
    assertThat(program.run(typed.strip().split(" ", -1))).isEqualTo(2);
    assertThat(program.err.toString()).isEqualTo("sample: " + wanted + "\n");
    assertThat(program.out.toString()).isEmpty();
  }
}
