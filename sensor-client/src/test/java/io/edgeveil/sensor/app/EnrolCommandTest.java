package io.edgeveil.sensor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.command.archive.FolderArchive;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.Pad;
import io.edgeveil.pads.store.PadStore;
import io.edgeveil.sensor.inference.TinyNetwork;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles come in whole, for their owner alone, and over nothing that is there. */
class EnrolCommandTest {
  @TempDir private Path temporary;

  private Path bundle;
  private Path store;
  private String out;
  private String err;

  @BeforeEach
  void makeBundle() throws Exception {
    store = temporary.resolve("store");
    bundle = temporary.resolve("bundle");
    TinyNetwork.write(temporary.resolve("model")).makePads(bundle, 3);
    Path credentials = bundle.resolve("credentials.json");
    Files.writeString(
        credentials,
        "{\"user\": \"porch-cam\", \"password\": \"secret\", \"broker\":"
            + " \"tcp://127.0.0.1:1883\"}");
    Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-------"));
  }

  private int enrol(Object... bundles) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    List<String> arguments =
        Stream.concat(
                Stream.of("enrol", "--into", store.toString()),
                Stream.of(bundles).map(Object::toString))
            .toList();
    int exitCode =
        SensorCommand.run(
            new PrintWriter(outText), new PrintWriter(errText), arguments.toArray(String[]::new));
    out = outText.toString();
    err = errText.toString();
    return exitCode;
  }

  private static Path archive(Path folder, Path file) throws Exception {
    FolderArchive.write(folder, file);
    return file;
  }

  @Test
  void anArchiveComesInForItsOwnerAloneAndItsPadsCanBeTaken() throws Exception {
    Path archive = archive(bundle, temporary.resolve("porch-cam.tar.gz"));
    assertThat(enrol(archive)).as(() -> err).isZero();
    assertThat(out)
        .contains("porch-cam is enrolled in " + store.resolve("porch-cam") + ": model tiny, 3 pads")
        .contains("systemctl restart edgeveil-sensor");
    requirePrivate(store.resolve("porch-cam"));
    DeviceBundle enrolled = DeviceBundle.open(store.resolve("default.bundle"));
    try (PadStore pads = enrolled.openPads();
        Pad pad = pads.take()) {
      assertThat(pad.index()).isZero();
    }
    assertThat(archive).exists();
    assertThat(names(store)).containsExactly("default.bundle", "porch-cam");
  }

  @Test
  void aFolderIsCopiedAndNoPadIsLeftInIt() throws Exception {
    assertThat(enrol("--json", bundle)).as(() -> err).isZero();
    assertThat(out)
        .isEqualTo(
            "{\"device\":\"porch-cam\",\"model\":\"tiny\",\"bundle\":\"%s\",\"pads_left\":3,\"is_default\":true}%n",
            store.resolve("porch-cam"));
    assertThat(DeviceBundle.open(bundle).padSets()).isEmpty();
    assertThat(names(bundle.resolve("pads"))).isEmpty();
    requirePrivate(store.resolve("porch-cam"));
  }

  @Test
  void aFolderInUseIsNotTakenIn() throws Exception {
    try (PadStore sensor = DeviceBundle.open(bundle).openPads()) {
      assertThat(enrol(bundle)).isEqualTo(1);
      assertThat(err).contains(bundle + " is in use");
      assertThat(names(store)).isEmpty();
      assertThat(sensor.left()).isEqualTo(3);
    }
    assertThat(enrol(bundle)).as(() -> err).isZero();
  }

  @Test
  void afterAnEnrolmentThatComesToNothingTheFolderIsAsItWas() throws Exception {
    Files.createDirectories(store.resolve("porch-cam"));
    assertThat(enrol(bundle)).isEqualTo(1);
    assertThat(err).contains("is enrolled already");
    Files.delete(store.resolve("porch-cam"));
    Files.delete(bundle.resolve("credentials.json"));
    assertThat(enrol(bundle)).isEqualTo(1);
    assertThat(DeviceBundle.open(bundle).padsLeft()).isEqualTo(3);
    assertThat(names(store)).isEmpty();
  }

  /** As the package does for root, whose folder the service's user cannot read. */
  @Test
  void aFolderEnrolledAsAnArchiveIsRetired() throws Exception {
    assertThat(enrol("--retire", bundle)).as(() -> err).isZero();
    assertThat(names(bundle.resolve("pads"))).isEmpty();
    assertThat(store).doesNotExist();
    assertThat(enrol("--retire", temporary)).isEqualTo(1);
  }

  @Test
  void padsAndCredentialsMayComeInTwoArchives() throws Exception {
    Path pads = copy(bundle, temporary.resolve("pads"));
    Path credentials = Files.createDirectory(temporary.resolve("credentials"));
    Files.move(pads.resolve("credentials.json"), credentials.resolve("credentials.json"));
    Path first = archive(pads, temporary.resolve("pads.tar.gz"));
    assertThat(enrol(first)).isEqualTo(1);
    assertThat(err).contains("no credentials.json in the bundle: let the gateway's owner add them");
    assertThat(names(store)).isEmpty();
    assertThat(enrol(first, archive(credentials, temporary.resolve("credentials.tar.gz"))))
        .as(() -> err)
        .isZero();
    requirePrivate(store.resolve("porch-cam"));
  }

  @Test
  void aDeviceThatIsEnrolledIsNeverTouched() throws Exception {
    Path copy = copy(bundle, temporary.resolve("copy"));
    assertThat(enrol(bundle)).as(() -> err).isZero();
    Path mark = Files.writeString(store.resolve("porch-cam/mark"), "mine");
    assertThat(enrol(copy)).isEqualTo(1);
    assertThat(err)
        .isEqualTo(
            "edgeveil-sensor: device porch-cam is enrolled already, in %1$s; more pads come in"
                + " with: edgeveil-sensor refill --bundle %1$s --from OTHER%n",
            store.resolve("porch-cam"));
    assertThat(mark).hasContent("mine");
    assertThat(names(store)).containsExactly("default.bundle", "porch-cam");
  }

  @Test
  void theDefaultStaysTheFirst() throws Exception {
    Files.createDirectories(store.resolve("another"));
    Files.createSymbolicLink(store.resolve("default.bundle"), Path.of("another"));
    assertThat(enrol(bundle)).as(() -> err).isZero();
    assertThat(out).contains("the service uses another bundle");
    assertThat(Files.readSymbolicLink(store.resolve("default.bundle"))).hasToString("another");
  }

  @Test
  void whatIsNoBundleLeavesNothing() throws Exception {
    Path text = Files.writeString(temporary.resolve("notes.tar.gz"), "no archive");
    assertThat(enrol(text)).isEqualTo(1);
    assertThat(err).isEqualTo("edgeveil-sensor: %s: not compressed by gzip, or damaged%n", text);
    Path folder = Files.createDirectory(temporary.resolve("folder"));
    Files.writeString(folder.resolve("a"), "a");
    Path other = archive(folder, temporary.resolve("other.tar.gz"));
    assertThat(enrol(other)).isEqualTo(1);
    assertThat(err).contains("no device.json in it: no device bundle");
    assertThat(enrol(folder)).isEqualTo(1);
    assertThat(enrol(temporary.resolve("nowhere"))).isEqualTo(1);
    assertThat(err).contains("no file");
    assertThat(names(store)).isEmpty();
  }

  @Test
  void aDamagedBundleIsRefused() throws Exception {
    Path damaged = copy(bundle, temporary.resolve("damaged"));
    Path manifest = damaged.resolve("manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace("\"cat\"", "\"cow\""));
    assertThat(enrol(damaged)).isEqualTo(1);
    assertThat(err).contains("wrong model digest");
    assertThat(names(store)).isEmpty();
  }

  private static Path copy(Path from, Path to) throws Exception {
    FolderArchive.write(from, to.resolveSibling(to.getFileName() + ".copy"));
    Files.createDirectory(to);
    try (var in = Files.newInputStream(to.resolveSibling(to.getFileName() + ".copy"))) {
      assertThat(FolderArchive.unpack(in, to)).isNotEmpty();
    }
    return to;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static void requirePrivate(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }
}
