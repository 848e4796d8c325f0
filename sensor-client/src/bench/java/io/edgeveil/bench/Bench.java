package io.edgeveil.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Measures section by section, then prints one table. Whatever is compared is measured in turn, so
 * that what else the machine does falls on all of it.
 *
 * <p>{@code results.jsonl} has one {@link Measurement} a line.
 */
public final class Bench {
  private static final List<Section> SECTIONS =
      List.of(
          new KernelSection(),
          new InferenceSection(),
          new MemorySection(),
          new PadsSection(),
          new ThroughputSection(),
          new LinksSection(),
          new StartSection());

  private Bench() {}

  /**
   * Runs.
   *
   * @param arguments a folder for files; the folder of the project; names of the sections wanted,
   *     divided by commas, empty for all; results of another run to compare with, or empty
   */
  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    List<String> wanted =
        arguments[2].isBlank() ? List.of() : Arrays.asList(arguments[2].split(","));
    requireKnown(wanted);
    String machine = Machine.line();
    long startedNanos = System.nanoTime();
    Results results;
    try (Workshop workshop = new Workshop(home, Path.of(arguments[1]))) {
      results = new Results(home.resolve("results.jsonl"));
      for (Section section : SECTIONS) {
        if (wanted.isEmpty() || wanted.contains(section.name())) {
          Workshop.say("%s", section.name());
          section.run(workshop, results);
        }
      }
    }
    System.out.println();
    System.out.println(
        "mvn -Pbench -DskipTests -pl sensor-client -am verify"
            + (wanted.isEmpty() ? "" : " -Dbench.only=" + arguments[2]));
    System.out.println(machine);
    System.out.printf(
        "%d s in all; AlexNet in torchvision's layout; sensor, broker and gateway share the"
            + " processors; warmed up: 1,000 inferences (links 150, memory and start none); CPU times without Java's"
            + " compilers%n%n",
        (System.nanoTime() - startedNanos) / 1_000_000_000L);
    results.print(System.out);
    if (!arguments[3].isBlank()) {
      results.printAgainst(Path.of(arguments[3]), System.out);
    }
  }

  private static void requireKnown(List<String> wanted) {
    List<String> known = SECTIONS.stream().map(Section::name).toList();
    for (String name : wanted) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("-Dbench.only knows " + known + ", got " + name);
      }
    }
  }
}
