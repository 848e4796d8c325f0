package io.edgeveil.prepare.picture;

import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.image.PictureTensors;
import io.edgeveil.core.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The PNG and JPEG files right inside one folder, sorted by name. */
public final class PictureFolder {
  private static final int READ_AT_ONCE = 16;

  private final List<Path> files;

  private PictureFolder(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /**
   * The pictures of a folder.
   *
   * @param limit most pictures to take
   * @throws PictureFolderException if it is no folder or holds no picture
   */
  public static PictureFolder of(Path folder, int limit)
      throws IOException, PictureFolderException {
    if (!Files.isDirectory(folder)) {
      throw new PictureFolderException("no folder " + folder);
    }
    try (Stream<Path> children = Files.list(folder)) {
      List<Path> files = children.filter(PictureFolder::isPicture).sorted().limit(limit).toList();
      if (files.isEmpty()) {
        throw new PictureFolderException("no .png, .jpg or .jpeg file in " + folder);
      }
      return new PictureFolder(files);
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  /** The files. */
  public List<Path> files() {
    return files;
  }

  /** A picture with its place in {@link #files}. */
  public record Sample(int place, Tensor tensor) {}

  /**
   * Hands over every picture, several at a time on the common pool, in no order.
   *
   * @param consumer safe for use by several threads
   */
  public void forEach(PictureTensors tensors, Consumer<Sample> consumer)
      throws IOException, PictureException {
    for (int from = 0; from < files.size(); from += READ_AT_ONCE) {
      List<Sample> samples = new ArrayList<>();
      for (int place = from; place < Math.min(files.size(), from + READ_AT_ONCE); place++) {
        samples.add(new Sample(place, tensors.tensor(PictureFile.read(files.get(place)))));
      }
      samples.parallelStream().forEach(consumer);
    }
  }
}
