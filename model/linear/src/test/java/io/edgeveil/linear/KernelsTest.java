package io.edgeveil.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KernelsTest {

  /** Run in another JVM: chooses a kernel, prints its name or why there is none. */
  static final class Chooser {
    public static void main(String[] arguments) {
      try {
        System.out.println("chose " + Kernels.choose(arguments[0]).name());
      } catch (KernelUnavailableException e) {
        System.out.println("unavailable: " + e.getMessage());
      }
    }
  }

  private static String choose(String name, Predicate<String> jars) throws IOException {
    String separator = System.getProperty("path.separator");
    String path =
        Arrays.stream(System.getProperty("java.class.path").split(separator))
            .filter(jars)
            .collect(Collectors.joining(separator));
    List<String> command =
        Stream.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                path,
                Chooser.class.getName(),
                name)
            .toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void namesChooseKernels() throws KernelUnavailableException {
    assertThat(Kernels.byName("reference").kernel()).isInstanceOf(ReferenceKernel.class);
    assertThat(Kernels.byName("reference").toString())
        .contains("reference")
        .contains("the configuration names it");
  }

  @Test
  void unknownNamesAreRefused() {
    assertThatThrownBy(() -> Kernels.byName("gpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gpu")
        .hasMessageContaining("onednn");
  }

  @Test
  void namedKernelThatCannotLoadIsAnError() throws IOException {
    assertThat(choose("onednn", jar -> !jar.contains("dnnl")))
        .contains("unavailable: oneDNN cannot be loaded")
        .doesNotContain("chose");
    assertThat(choose("nd4j", jar -> !jar.contains("nd4j-native")))
        .contains("unavailable: ND4J cannot be loaded")
        .doesNotContain("chose");
  }

  @Test
  void autoSaysWhatItPassesOver() throws IOException {
    assertThat(choose("auto", jar -> !jar.contains("dnnl")))
        .contains("WARN")
        .contains("Passing over oneDNN")
        .contains("chose nd4j");
  }

  @Test
  void autoFindsNothingWhereNothingLoads() throws IOException {
    assertThat(choose("auto", jar -> !jar.contains("dnnl") && !jar.contains("nd4j-native")))
        .contains("unavailable: ND4J cannot be loaded")
        .doesNotContain("chose");
  }
}
