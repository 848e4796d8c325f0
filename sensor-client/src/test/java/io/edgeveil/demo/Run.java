package io.edgeveil.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One network over its pictures: the sensor's answers, and what they come to. */
final class Run {
  private final String network;
  private final List<Path> pictures;
  private final List<JsonNode> answers = new ArrayList<>();

  Run(String network, List<Path> pictures) {
    this.network = network;
    this.pictures = pictures;
  }

  String network() {
    return network;
  }

  List<Path> pictures() {
    return pictures;
  }

  /**
   * Takes in one answer of {@code edgeveil-sensor infer --json}; returns how many there are now.
   */
  int add(JsonNode answer) {
    answers.add(answer);
    return answers.size();
  }

  /** Where the pictures are. */
  Path folder() {
    return pictures.get(0).getParent();
  }

  /** Mean of a number over all pictures. */
  double mean(String key) {
    return answers.stream()
        .mapToDouble(answer -> answer.required(key).doubleValue())
        .average()
        .orElseThrow();
  }

  /** Share of the pictures whose label is the expected one, in percent. */
  double percentAgreeing(Map<String, String> expectedByFile) {
    long equal =
        answers.stream()
            .filter(
                answer -> {
                  Path file = Path.of(answer.required("image").textValue()).getFileName();
                  String label = answer.required("label").textValue();
                  return label.equals(expectedByFile.get(file.toString()));
                })
            .count();
    return 100.0 * equal / answers.size();
  }
}
