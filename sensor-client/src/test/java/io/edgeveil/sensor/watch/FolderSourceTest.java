package io.edgeveil.sensor.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.image.PictureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are there, that come, that grow, and what becomes of them. */
@Timeout(30)
class FolderSourceTest {
  private static final Duration SETTLE = Duration.ofSeconds(1);

  @TempDir Path home;
  private Path folder;

  @BeforeEach
  void makeFolder() throws Exception {
    folder = Files.createDirectory(home.resolve("in"));
  }

  private FolderSource source(Duration settle, AfterDone after) throws Exception {
    return FolderSource.of(
        folder, settle, Duration.ofSeconds(5), after, home.resolve("seen"), WatchClock.SYSTEM);
  }

  private Path write(String name, int age) throws Exception {
    Path file = Files.writeString(folder.resolve(name), name);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_800_000_000_000L - age * 1000L));
    return file;
  }

  @Test
  void whatIsThereAndWhatComesTheOldestFirst() throws Exception {
    write("young.png", 1);
    write("old.JPG", 9);
    write("note.txt", 9);
    write(".hidden.png", 9);
    write("unfinished.png.part", 9);
    Files.createDirectory(folder.resolve("folder.png"));
    try (FolderSource source = source(Duration.ZERO, new AfterDone.Leave())) {
      assertThat(names(source, 2)).containsExactly("old.JPG", "young.png");
      Thread later =
          new Thread(
              () -> {
                try {
                  Path unfinished = Files.writeString(folder.resolve("x.tmp"), "x");
                  Files.move(unfinished, folder.resolve("renamed.jpeg"));
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      later.start();
      assertThat(names(source, 1)).containsExactly("renamed.jpeg");
      later.join();
    }
  }

  private static List<String> names(FolderSource source, int count) throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(source.next().orElseThrow().file().getFileName().toString());
    }
    return names;
  }

  @Test
  void leftFilesAreRememberedOverRestartsUntilTheyChange() throws Exception {
    write("a.png", 5);
    write("b.png", 4);
    try (FolderSource source = source(Duration.ZERO, new AfterDone.Leave())) {
      source.done(source.next().orElseThrow(), Outcome.CLASSIFIED);
      assertThat(names(source, 1)).containsExactly("b.png"); // not done when the program ends
    }
    try (FolderSource source = source(Duration.ZERO, new AfterDone.Leave())) {
      Capture again = source.next().orElseThrow();
      assertThat(again.file()).hasFileName("b.png");
      source.done(again, Outcome.FAILED);
      write("a.png", 3);
      assertThat(names(source, 1)).containsExactly("a.png");
    }
  }

  @Test
  void filesAreMovedOrDeletedAsAsked() throws Exception {
    Path done = home.resolve("done");
    for (int round = 0; round < 2; round++) {
      write("a.png", 5);
      write("b.png", 4);
      try (FolderSource source = source(Duration.ZERO, AfterDone.parse("move:" + done))) {
        source.done(source.next().orElseThrow(), Outcome.CLASSIFIED);
        source.done(source.next().orElseThrow(), Outcome.FAILED);
      }
    }
    assertThat(folder).isEmptyDirectory();
    assertThat(done.resolve("a.png")).exists();
    assertThat(done.resolve("2-a.png")).exists();
    assertThat(done.resolve("failed/b.png")).exists();
    write("c.png", 5);
    Path failed = write("d.png", 4);
    try (FolderSource source = source(Duration.ZERO, AfterDone.parse("delete"))) {
      source.done(source.next().orElseThrow(), Outcome.CLASSIFIED);
      source.done(source.next().orElseThrow(), Outcome.FAILED);
    }
    assertThat(folder).isDirectoryNotContaining("glob:**c.png");
    assertThat(failed).exists();
  }

  @Test
  void aLoopOfLinksIsAPictureThatFails() throws Exception {
    write("a.png", 5);
    Path loop = folder.resolve("loop.png");
    Files.createSymbolicLink(loop, loop);
    write("z.png", 4);
    try (FolderSource source = source(Duration.ZERO, new AfterDone.Leave())) {
      List<Capture> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(source.next().orElseThrow());
      }
      assertThat(all).extracting(Capture::file).contains(loop, folder.resolve("z.png"));
      for (Capture capture : all) {
        source.done(capture, Outcome.FAILED);
      }
      write("new.png", 3);
      assertThat(names(source, 1)).containsExactly("new.png");
    }
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> PictureFile.read(loop))
        .withMessageStartingWith(loop + " cannot be read: ");
  }

  @Test
  void picturesThatAreDoneAreNotMovedToWhereNewOnesCome() throws Exception {
    Path link = Files.createSymbolicLink(home.resolve("link"), folder);
    for (Path to : List.of(folder, link, folder.resolve("../in"))) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> source(Duration.ZERO, new AfterDone.Move(to)))
          .withMessageContaining("would come into " + folder);
    }
    Path failed = Files.createDirectory(home.resolve("failed"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                FolderSource.of(
                    failed,
                    SETTLE,
                    SETTLE,
                    new AfterDone.Move(home),
                    home.resolve("seen"),
                    WatchClock.SYSTEM));
    source(Duration.ZERO, new AfterDone.Move(folder.resolve("done"))).close();
  }

  /** One thread takes pictures, another has done with each at once: none is taken twice. */
  @Test
  void aPictureThatIsDeletedWhileTheFolderIsReadIsNotFoundAgain() throws Exception {
    int pictures = 3000;
    try (FolderSource source = source(Duration.ZERO, new AfterDone.Delete())) {
      BlockingQueue<Capture> taken = new LinkedBlockingQueue<>();
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        Future<?> writing =
            threads.submit(
                () -> {
                  for (int i = 0; i < pictures; i++) {
                    Path unfinished = Files.writeString(folder.resolve(i + ".tmp"), "x");
                    Files.move(unfinished, folder.resolve(i + ".png"));
                  }
                  return null;
                });
        Future<?> working =
            threads.submit(
                () -> {
                  for (int i = 0; i < pictures; i++) {
                    source.done(taken.take(), Outcome.CLASSIFIED);
                  }
                  return null;
                });
        Set<Path> names = new HashSet<>();
        for (int i = 0; i < pictures; i++) {
          Capture capture = source.next().orElseThrow();
          assertThat(names.add(capture.file())).as("%s again", capture.name()).isTrue();
          taken.add(capture);
        }
        writing.get();
        working.get();
      } finally {
        threads.shutdownNow();
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileIsCompleteWhenItHasStayedTheSame() {
    FolderScan scan = new FolderScan(SETTLE);
    Path file = Path.of("a.png");
    long second = SETTLE.toNanos();
    assertThat(scan.look(List.of(entry(file, 0, 1)), 0)).isEmpty();
    assertThat(scan.nanosUntilNext(0)).isEmpty(); // an empty file is not waited for
    assertThat(scan.look(List.of(entry(file, 10, 1)), second)).isEmpty();
    assertThat(scan.look(List.of(entry(file, 20, 1)), second + 5)).isEmpty(); // it grows
    assertThat(scan.nanosUntilNext(second + 10)).hasValue(second - 5);
    assertThat(scan.look(List.of(entry(file, 20, 2)), 2 * second + 5)).isEmpty(); // it changes
    assertThat(scan.look(List.of(entry(file, 20, 2)), 3 * second + 5))
        .containsExactly(entry(file, 20, 2));
    assertThat(scan.look(List.of(entry(file, 20, 3)), 9 * second)).isEmpty(); // under way
    scan.forget(file);
    assertThat(scan.look(List.of(entry(file, 20, 3)), 10 * second)).isEmpty();
    assertThat(scan.look(List.of(entry(file, 20, 3)), 11 * second)).hasSize(1);
  }

  @Test
  void anEmptyFileIsGivenAMinuteAndThenReported() {
    FolderScan scan = new FolderScan(SETTLE);
    Path file = Path.of("a.png");
    long second = SETTLE.toNanos();
    assertThat(scan.look(List.of(entry(file, 0, 1)), 0)).isEmpty();
    assertThat(scan.look(List.of(entry(file, 0, 1)), 59 * second)).isEmpty();
    assertThat(scan.look(List.of(entry(file, 0, 1)), 60 * second))
        .containsExactly(entry(file, 0, 1));
  }

  private static FolderScan.Entry entry(Path file, long size, long changed) {
    return new FolderScan.Entry(file, size, changed);
  }

  @Test
  void theMemoryDoesNotOutgrowTheFolder() throws Exception {
    SeenFiles seen = SeenFiles.open(home.resolve("seen"));
    for (int i = 0; i < 500; i++) {
      seen.add(entry(folder.resolve(i + " with blanks.png"), i, i));
    }
    FolderScan.Entry last = entry(folder.resolve("499 with blanks.png"), 499, 499);
    assertThat(SeenFiles.open(home.resolve("seen")).contains(last)).isTrue();
    seen.keepWithin(List.of(last));
    assertThat(Files.readAllLines(home.resolve("seen")))
        .containsExactly("499 499 499 with blanks.png");
    assertThat(SeenFiles.open(home.resolve("seen")).contains(last)).isTrue();
  }
}
