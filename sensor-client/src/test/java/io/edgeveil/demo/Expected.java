package io.edgeveil.demo;

import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.image.PictureTensors;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.prepare.verify.OnnxRuntime;
import io.edgeveil.prepare.verify.VerificationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What pictures should be classified as. */
final class Expected {
  private Expected() {}

  /** Label by file name, as the data set has it: {@code file,label,…} in {@code reference.csv}. */
  static Map<String, String> truth(Path folder, List<String> labels) throws IOException {
    Map<String, String> truth = new HashMap<>();
    List<String> lines = Files.readAllLines(folder.resolve("reference.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", 3);
      truth.put(cells[0], labels.get(Integer.parseInt(cells[1])));
    }
    return truth;
  }

  /** Label by file name, as the float network says, run by onnxruntime in the clear. */
  static Map<String, String> inFloat(Path network, Manifest manifest, List<Path> pictures)
      throws IOException, PictureException, VerificationException {
    PictureTensors tensors = PictureTensors.of(manifest.preprocessing(), manifest.inputShape());
    Map<String, String> answers = new HashMap<>();
    try (OnnxRuntime runtime = OnnxRuntime.load(network)) {
      for (Path picture : pictures) {
        float[] output = runtime.output(tensors.tensor(PictureFile.read(picture)));
        int best = 0;
        for (int i = 1; i < output.length; i++) {
          best = output[i] > output[best] ? i : best;
        }
        answers.put(picture.getFileName().toString(), manifest.labels().get(best));
      }
    }
    return answers;
  }
}
