package io.edgeveil.command.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script completes in a real bash. */
class CompletionTest {
  @TempDir Path folder;

  private String complete(String... words) throws Exception {
    SampleProgram program = new SampleProgram();
    assertThat(program.run("completion")).isZero();
    Path script = Files.writeString(folder.resolve("completion"), program.out.toString());
    Process bash =
        new ProcessBuilder(
                "bash",
                "--norc",
                "-c",
                "source "
                    + script
                    + "; COMP_WORDS=("
                    + String.join(" ", words)
                    + "); COMP_CWORD="
                    + (words.length - 1)
                    + "; _complete_sample; echo \"${COMPREPLY[@]}\"")
            .redirectErrorStream(true)
            .start();
    bash.getOutputStream().close();
    String said = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).isZero();
    return said;
  }

  @Test
  void verbsAndOptionsAreCompleted() throws Exception {
    assertThat(complete("sample", "se")).contains("serve").doesNotContain("list");
    assertThat(complete("sample", "serve", "--mod")).contains("--models");
    assertThat(complete("sample", "serve", "--patience", "L")).containsIgnoringCase("long");
  }
}
