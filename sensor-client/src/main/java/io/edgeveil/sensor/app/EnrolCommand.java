package io.edgeveil.sensor.app;

import io.edgeveil.command.archive.ArchiveFormatException;
import io.edgeveil.core.json.Json;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.store.DeviceBundle;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code enrol}: takes in what the owner made for this device. */
@Command(
    name = "enrol",
    description = {
      "Takes an enrolment bundle in: pads, model and credentials of this device.",
      "It is a folder, or an archive (.tar.gz) of one; pads and credentials may be in two archives."
          + " It is copied into DIR/<device>, for this user alone. The pads in a folder are"
          + " destroyed then; an archive stays: no other copy may be used, so delete it afterwards.",
      "The first bundle becomes the one that the service uses, DIR/default.bundle. A device that is"
          + " enrolled is never overwritten; refill brings it more pads."
    })
final class EnrolCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  /** What {@code enrol --json} says. */
  record Enrolled(String device, String model, String bundle, long padsLeft, boolean isDefault) {}

  @Spec private CommandSpec spec;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      defaultValue = "/var/lib/edgeveil",
      description = "Folder with a folder a device (${DEFAULT-VALUE}).")
  private Path into;

  @Option(
      names = "--retire",
      hidden = true,
      description = "Only destroys the pads in a folder, whose copy was enrolled as an archive.")
  private boolean retire;

  @Option(names = "--json", description = "One JSON object on stdout.")
  private boolean json;

  @Parameters(
      arity = "1..*",
      paramLabel = "BUNDLE",
      description = "Folder, or archives; - is an archive from standard input.")
  private List<String> bundles;

  @Override
  public Integer call() throws Exception {
    boolean folder = bundles.stream().anyMatch(b -> Files.isDirectory(Path.of(b)));
    if (folder && bundles.size() > 1) {
      throw new ParameterException(spec.commandLine(), "one folder, or archives");
    }
    if (retire) {
      Enrolment.retire(Path.of(bundles.get(0)));
      return 0;
    }
    Enrolment enrolment = new Enrolment(into);
    DeviceBundle enrolled;
    boolean isDefault;
    try {
      enrolled = folder ? enrolment.folder(Path.of(bundles.get(0))) : archives(enrolment);
      isDefault = enrolment.makeDefault(enrolled);
    } catch (ArchiveFormatException e) {
      throw new PadsException(String.join(" ", bundles) + ": " + e.getMessage(), e);
    }
    print(enrolled, isDefault);
    return 0;
  }

  private DeviceBundle archives(Enrolment enrolment) throws Exception {
    List<InputStream> streams = new ArrayList<>();
    try {
      for (String bundle : bundles) {
        streams.add(
            bundle.equals(STANDARD_INPUT)
                ? System.in
                : new BufferedInputStream(Files.newInputStream(Path.of(bundle))));
      }
      return enrolment.archive(new SequenceInputStream(Collections.enumeration(streams)));
    } finally {
      for (InputStream stream : streams) {
        stream.close();
      }
    }
  }

  private void print(DeviceBundle enrolled, boolean isDefault) throws IOException, PadsException {
    Enrolled facts =
        new Enrolled(
            enrolled.device().device(),
            enrolled.device().model(),
            enrolled.directory().toString(),
            enrolled.padsLeft(),
            isDefault);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(Json.write(facts), StandardCharsets.UTF_8));
    } else {
      out.printf(
          Locale.ROOT,
          "%s is enrolled in %s: model %s, %d pads%n",
          facts.device(),
          facts.bundle(),
          facts.model(),
          facts.padsLeft());
      out.println(
          isDefault
              ? "the service uses it: systemctl restart edgeveil-sensor"
              : "the service uses another bundle, the one that "
                  + into.resolve(Enrolment.DEFAULT)
                  + " points to");
      out.println("delete every other copy: a pad used twice gives the picture away");
    }
    out.flush();
  }
}
